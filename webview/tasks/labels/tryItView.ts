import { t } from '../../strings.ts';
import type { TaskView } from '../taskView.ts';
import { TryText } from './tryText.tsx';

/** A box for a text, and what the model says of it. */
export const tryItView: TaskView = {
  name: 'tryIt',
  label: () => t('Try it'),
  capability: 'predictText',
  Content: TryText,
};
