import type { Refit } from '../protocol.ts';
import { count } from './count.ts';

/** That a model was trained anew, and what its figures mean, in a sentence. */
export const tellRefit = ({ epochs, examples }: Refit): string =>
  `The model was trained anew on all ${examples.toLocaleString('en')} examples, those of validation and test too, for ` +
  `${count(epochs, 'epoch')}: the figures are those of the model before.`;
