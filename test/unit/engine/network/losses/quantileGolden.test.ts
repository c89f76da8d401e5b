import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { onEveryBackend } from '../everyBackend.ts';
import { type LossCase, runGated } from './gatedLoss.ts';
import { largestError } from '../reference.ts';

/** What `test/golden/quantiles/makeQuantiles.py` wrote. */
const cases = JSON.parse(
  readFileSync(new URL('../../../../golden/quantiles/quantiles.json', import.meta.url), 'utf8'),
) as readonly LossCase[];

onEveryBackend((module) => {
  describe('the loss of quantiles', () => {
    test.each(cases.map((one) => [one.lanes, one.size, one] as const))(
      '%d lanes of %d values: the sum and the gradient are those of PyTorch within 1e-5',
      (lanes, size, one) => {
        const found = runGated(module, one, (kernels, { result, d, y, target }) => {
          kernels.quantiles(result, d, y, target, 1, lanes, size);
        });
        expect(found.terms).toBe(one.terms);
        expect(Math.abs(found.loss - one.loss)).toBeLessThan(1e-5 * Math.max(1, one.loss));
        expect(largestError(found.gradient, one.gradient)).toBeLessThan(1e-5);
      },
    );
  });
});
