import { t } from '../../strings.ts';
import type { TaskView } from '../taskView.ts';
import { Results } from './results.tsx';

/** Which classes are told apart and which are not. */
export const resultsView: TaskView = { name: 'results', label: () => t('Results'), Content: Results };
