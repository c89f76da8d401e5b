import type { SharedRecord } from '../../compute/sharedRecord.ts';
import type { resultFields } from '../blocks/headPlan.ts';
import type { Loss } from '../passOptions.ts';

/** What threads have come to together, in their order, so that the sum is always the same. */
export const lossOfThreads = (results: readonly SharedRecord<(typeof resultFields)[number]>[]): Loss => {
  let lossSum = 0;
  let terms = 0;
  for (const result of results) {
    const part = result.read();
    lossSum += part.lossSum;
    terms += part.terms;
  }
  return { lossSum, terms };
};
