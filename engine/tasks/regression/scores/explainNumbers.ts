import type { Explained } from '../../explain/explained.ts';
import { explainSequences } from '../../explain/explainSequences.ts';
import type { PreparedData } from '../../preparedData.ts';
import type { RegressionCodec } from '../regressionCodec.ts';

/** What numbers of sequences of numbers rest on; undefined for those of texts, which have no columns. */
export const explainNumbers = (
  { inputs, targets }: RegressionCodec,
  { source }: PreparedData<RegressionCodec>,
): Explained | undefined => {
  if (inputs.kind === 'texts' || (source.kind !== 'rows' && source.kind !== 'vectors')) return undefined;
  if (!('targets' in source)) throw new Error('a regression was prepared without its numbers');
  const { targets: known, targetColumns } = source;
  return explainSequences({
    source,
    inputs: inputs.columns.map(({ column }) => column),
    targets: targets.map(({ column }) => column),
    measure: 'mae',
    errors: (outputs, examples) =>
      Float64Array.from(targets, ({ scale }, target) => {
        let [total, count] = [0, 0];
        for (const [at, example] of examples.entries()) {
          const actual = known[example * targetColumns + target] ?? NaN;
          if (Number.isNaN(actual)) continue;
          total += Math.abs((outputs[at * targetColumns + target] ?? NaN) - actual) * scale;
          count++;
        }
        return total / count;
      }),
  });
};
