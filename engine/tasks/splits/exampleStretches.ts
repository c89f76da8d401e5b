import { takeBreath } from '../../errands/errand.ts';
import type { Examples } from './examplesOf.ts';

/** Rows that are gone through in a moment. */
const rowsAtOnce = 8192;

/**
 * As `stretches`, of examples that take up rows of a table: each stretch is as long as its rows take a moment, or one
 * example.
 */
export async function* exampleStretches(
  examples: Int32Array,
  { rowsOf, item }: Pick<Examples, 'rowsOf' | 'item'>,
): AsyncGenerator<readonly [from: number, to: number], void, void> {
  const count = examples.length;
  let from = 0;
  let rows = 0;
  for (let at = 0; at < count; at++) {
    const [first, end] = rowsOf(examples[at] ?? 0);
    rows += Math.max(1, end - first);
    if (rows < rowsAtOnce && at + 1 < count) continue;
    await takeBreath({ doing: `sharing out ${item}s`, share: from / count });
    yield [from, at + 1];
    from = at + 1;
    rows = 0;
  }
}
