import { t } from '../../strings.ts';
import type { TaskView } from '../taskView.ts';
import { ErrorsTab } from './errorsTab.tsx';

/** How far off forecasts are, and what is left in their errors. */
export const errorsView: TaskView = { name: 'errors', label: () => t('Errors'), Content: ErrorsTab };
