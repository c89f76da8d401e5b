import { anyOf } from '../../words/anyOf.ts';
import { shorten } from '../../words/shorten.ts';

const mostTold = 10;

/**
 * Labels that stand in no training example, as one that only the test part has: the model knows them and is wrong wherever
 * they stand.
 * @param item what has a label, `row`
 * @param train the examples that train
 */
export const describeUntrained = (
  item: string,
  labels: ArrayLike<number>,
  train: Int32Array,
  names: readonly string[],
): string[] => {
  const known = new Set(Array.from(train, (example) => labels[example]));
  const unseen = names.filter((_, id) => !known.has(id)).map((name) => `'${shorten(name)}'`);
  if (unseen.length === 0) return [];
  const some = unseen.slice(0, mostTold);
  const which = unseen.length > mostTold ? `${some.join(', ')} or ${unseen.length - mostTold} more` : anyOf(some);
  return [`No training ${item} has the label ${which}: it will not be predicted.`];
};
