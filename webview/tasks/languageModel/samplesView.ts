import { t } from '../../strings.ts';
import type { TaskView } from '../taskView.ts';
import { Samples } from './samples.tsx';

/** What the network writes, by itself and on request. */
export const samplesView: TaskView = {
  name: 'samples',
  label: () => t('Samples'),
  capability: 'generate',
  Content: Samples,
};
