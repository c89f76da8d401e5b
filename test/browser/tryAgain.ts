import { patience } from '../patience.ts';

/** Repeats what may fail through no fault of the product, as long as the error is of that kind. */
export const tryAgain = async <T>(
  attempt: () => Promise<T>,
  isOfNoConcern: (error: unknown) => boolean,
): Promise<T> => {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isOfNoConcern(error) || Date.now() > end) throw error;
    }
  }
};
