import { t } from '../../strings.ts';
import type { TaskView } from '../taskView.ts';
import { Ribbons } from './ribbons.tsx';

/** What each step of some sequences is labelled, in the file and by the model. */
export const ribbonsView: TaskView = { name: 'ribbons', label: () => t('Steps'), Content: Ribbons };
