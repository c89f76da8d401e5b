import type { Changes } from '../../records/searchRecords.ts';

/** `cell gru, hiddenSize 64`. */
export const describeChanges = (changes: Changes): string => {
  const words = Object.entries(changes).map(([path, value]) => `${path.split('.').at(-1) ?? ''} ${value}`);
  return words.length > 0 ? words.join(', ') : 'as it is';
};
