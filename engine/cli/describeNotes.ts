import type { Prediction } from '../protocol.ts';

/** What comes before the results on a file: why the model may be none for it, then how the file was read. */
export const describeNotes = ({ notes = [], misfits = [] }: Pick<Prediction, 'notes' | 'misfits'>): string[] => {
  const lines = [...misfits.map((misfit) => `careful: ${misfit}`), ...notes];
  return lines.length > 0 ? [...lines, ''] : [];
};
