import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { panelsOf } from '../../../../engine/compute/kernels.ts';
import { onEveryBackend } from './everyBackend.ts';
import { largestError } from './reference.ts';
import { Workbench } from './workbench.ts';

/** What `test/golden/quantiles/makeQuantiles.py` wrote. */
const cases = JSON.parse(
  readFileSync(new URL('../../../golden/quantiles/quantiles.json', import.meta.url), 'utf8'),
) as readonly {
  readonly lanes: number;
  readonly size: number;
  /** (lanes, 3 * size) */
  readonly outputs: readonly number[];
  /** null where it is not known. (lanes, size) */
  readonly targets: readonly (number | null)[];
  readonly loss: number;
  readonly terms: number;
  readonly gradient: readonly number[];
}[];

/** Three blocks of outputs, panel by panel beside each other, as the output layer has them. */
const gated = (size: number, panel: number) => {
  const width = 3 * panelsOf(size, panel) * panel;
  const placeOf = (block: number, column: number): number =>
    (Math.floor(column / panel) * 3 + block) * panel + (column % panel);
  const columns = Array.from({ length: 3 * size }, (_, at) => placeOf(Math.floor(at / size), at % size));
  return { width, columns };
};

onEveryBackend((module) => {
  describe('the loss of quantiles', () => {
    test.each(cases.map((one) => [one.lanes, one.size, one] as const))(
      '%d lanes of %d values: the sum and the gradient are those of PyTorch within 1e-5',
      (_lanes, _size, { lanes, size, outputs, targets, loss, terms, gradient }) => {
        const bench = Workbench.create(module);
        const { kernels, memory } = bench;
        const { width, columns } = gated(size, kernels.panel);
        const padded = panelsOf(size, kernels.panel) * kernels.panel;
        const y = new Array<number>(lanes * width).fill(0);
        const wanted = new Array<number>(lanes * padded).fill(NaN);
        for (let lane = 0; lane < lanes; lane++) {
          for (const [at, column] of columns.entries()) y[lane * width + column] = outputs[lane * 3 * size + at] ?? NaN;
          for (let at = 0; at < size; at++) wanted[lane * padded + at] = targets[lane * size + at] ?? NaN;
        }
        const result = memory.allocate(16, 'A test');
        const d = bench.sequence(1, lanes, width);
        kernels.quantiles(
          result,
          d,
          bench.write(bench.sequence(1, lanes, width), 1, lanes, width, y),
          bench.write(bench.sequence(1, lanes, padded), 1, lanes, padded, wanted),
          ...([1, lanes, size] as const),
        );
        const [sum = NaN, count = NaN] = new Float64Array(memory.memory.buffer, result, 2);
        expect(count).toBe(terms);
        expect(Math.abs(sum - loss)).toBeLessThan(1e-5 * Math.max(1, loss));
        const read = bench.read(d, 1, lanes, width);
        const found = Array.from(gradient, (_, at) => {
          const [lane, column] = [Math.floor(at / (3 * size)), columns[at % (3 * size)] ?? 0];
          return read[lane * width + column] ?? NaN;
        });
        expect(largestError(found, gradient)).toBeLessThan(1e-5);
      },
    );
  });
});
