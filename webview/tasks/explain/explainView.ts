import { t } from '../../strings.ts';
import type { TaskView } from '../taskView.ts';
import { ExplainTab } from './explainTab.tsx';

/** What the predictions of a model rest on. */
export const explainView: TaskView = { name: 'explain', label: () => t('Explain'), Content: ExplainTab };
