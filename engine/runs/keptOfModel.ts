import type { Model } from '../tasks/model.ts';
import type { Kept } from './outputFile.ts';

/** What work with the model must leave as it is. `path` is what the person called the model, `file` where it was found. */
export const keptOfModel = (path: string, file: string, { config }: Pick<Model, 'config'>): readonly Kept[] => [
  { path: file, what: 'the model' },
  { path, what: 'the folder of the model' },
  // It may be gone, or on another machine.
  { path: config.data.file, what: 'the data that the model was trained on' },
];
