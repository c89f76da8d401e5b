import { expect, test } from 'vitest';
import { type Planted, lintPlanted } from './lintPlanted.ts';

const lines = (count: number): string => 'export {};\n'.repeat(count);

/** Each is planted in a file of its own to see that it is found; none is a fault, or a skipped test, of this project. */
const faulty: readonly (readonly [...Planted, message: string])[] = [
  ['engine/files/utils.ts', 'export {};', "Name the file after what it exports: 'utils' says nothing."],
  ['src/runs/run-tree.ts', 'export {};', "File names are camelCase: 'run-tree'."],
  ['engine/x.ts', 'export default 1;', 'Export by name.'],
  [
    'engine/x.ts',
    'export const maxRows = 5;',
    'How many there may be is called most…, how long something may be longest….',
  ],
  [
    'engine/x.ts',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1, g: 1, h: 1, i: 1) => [a, b, c, d, e, g, h, i];',
    'Arrow function has too many parameters (8). Maximum allowed is 7.',
  ],
  ['engine/x.ts', lines(351), 'File has too many lines (351).'],
  ['test/unit/x.test.ts', lines(501), 'File has too many lines (501).'],
  ['src/x.ts', "console.log('here');", 'Unexpected console statement.'],
  ['test/cli/x.test.ts', "test.skip('later', () => {});", 'The summary says why a test was skipped: use skipUnless.'],
  ['test/host/x.test.ts', 'this.skip();', 'The summary says why a test was skipped: use skipUnless.'],
  [
    'test/browser/x.test.ts',
    "import type { Frame } from 'playwright-core';",
    'VS Code replaces frames at any time: use WebviewFrame, which finds its frame at each use.',
  ],
  [
    'test/browser/x.test.ts',
    'await page.waitForTimeout(100);',
    'Wait for what is to happen: a busy machine takes longer.',
  ],
];

const sound: readonly Planted[] = [
  ['engine/files/readTable.ts', lines(350)],
  ['test/unit/x.test.ts', lines(500)],
  ['scripts/x.mjs', "console.log('here');"],
];

const found = await lintPlanted(
  [
    ...['house(file-name)', 'house(no-default-export)', 'house(one-word-for-bounds)', 'house(no-silent-skip)'],
    ...[
      'house(no-kept-frame)',
      'house(no-fixed-wait)',
      'eslint(max-lines)',
      'eslint(max-params)',
      'eslint(no-console)',
    ],
  ],
  [...faulty.map(([file, code]): Planted => [file, code]), ...sound],
);

test.each(faulty.map(([file, , message], at) => [file, message, at] as const))('%s: %s', (_file, message, at) => {
  expect(found[at]).toEqual([message]);
});

test.each(sound.map(([file], at) => [file, faulty.length + at] as const))(
  '%s with as much as it may have passes',
  (_file, at) => {
    expect(found[at]).toEqual([]);
  },
);

/** Of each of some rules of the languages, what breaks it: planted as well, the directive that is banned too. */
const ofLanguages: Readonly<Record<string, string>> = {
  'eslint(eqeqeq)': 'export const f = (a: number): boolean => a == 1;',
  'eslint(no-fallthrough)': 'export const f = (a: number): void => { switch (a) { case 1: a++; case 2: a--; } };',
  'eslint(no-implicit-coercion)': 'export const f = (a: string): number => +a;',
  'eslint(no-unused-vars)': 'export const f = (): void => { const a = 1; };',
  'eslint(no-useless-assignment)': 'export const f = (): number => { let a = 1; a = 2; return 3; };',
  'eslint(object-shorthand)': 'export const f = (a: number): object => ({ a: a });',
  'eslint(prefer-const)': 'export const f = (): number => { let a = 1; return a; };',
  'eslint(prefer-template)': "export const f = (a: string): string => 'x' + a;",
  'typescript(ban-ts-comment)': '// @ts-ignore\nexport {};',
  'typescript(consistent-type-imports)': "import { a } from './a.ts';\nexport const f = (b: a): a => b;",
  'typescript(no-explicit-any)': 'export const f = (a: any): unknown => a;',
  'typescript(no-non-null-assertion)': 'export const f = (a?: number): number => a!;',
};

test('rules of the languages are on', async () => {
  const rules = Object.keys(ofLanguages);
  const said = await lintPlanted(
    rules,
    Object.values(ofLanguages).map((code, at): Planted => [`engine/x${at}.ts`, code]),
  );
  for (const [at, rule] of rules.entries()) expect(said[at], rule).not.toEqual([]);
});
