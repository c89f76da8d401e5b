import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { onEveryBackend } from '../everyBackend.ts';
import { type LossCase, runGated } from './gatedLoss.ts';
import { largestError } from '../reference.ts';

/** What `test/golden/likelihoods/makeLikelihoods.py` wrote. */
const cases = JSON.parse(
  readFileSync(new URL('../../../../golden/likelihoods/likelihoods.json', import.meta.url), 'utf8'),
) as readonly (LossCase & { readonly name: 'studentT' | 'negativeBinomial' })[];

onEveryBackend((module) => {
  describe('negative log-likelihoods', () => {
    test.each(cases.map((one) => [one.name, one.lanes, one.size, one] as const))(
      '%s, %d lanes of %d values: the sum and the gradient are those of PyTorch within 1e-5',
      (name, lanes, size, one) => {
        const found = runGated(module, one, (kernels, { result, d, y, target, units }) => {
          if (name === 'studentT') kernels.student_t(result, d, y, target, 1, lanes, size);
          else kernels.negative_binomial(result, d, y, target, units, 1, lanes, size);
        });
        expect(found.terms).toBe(one.terms);
        expect(Math.abs(found.loss - one.loss)).toBeLessThan(1e-5 * Math.max(1, one.loss));
        expect(largestError(found.gradient, one.gradient)).toBeLessThan(1e-5);
      },
    );
  });
});
