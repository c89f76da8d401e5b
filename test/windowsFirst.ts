import { readFile } from 'node:fs/promises';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A module that is imported for the tests in it. */
const moduleOfTests = /^import '\.\/\w+\.ts';$/m;

/**
 * Begins with test files that only name the modules of their tests, as those do that share a window: they take longest, and
 * while the last of them goes on alone, a core has nothing to do. By their size, which vitest goes by where no run was
 * before, they came last.
 */
export class WindowsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const texts = await Promise.all(sorted.map(({ moduleId }) => readFile(moduleId, 'utf8')));
    const shareWindow = (_: TestSpecification, index: number): boolean => moduleOfTests.test(texts[index] ?? '');
    return [...sorted.filter(shareWindow), ...sorted.filter((file, index) => !shareWindow(file, index))];
  }
}
