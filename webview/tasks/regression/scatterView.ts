import { t } from '../../strings.ts';
import type { TaskView } from '../taskView.ts';
import { ScatterTab } from './scatterTab.tsx';

/** Predicted numbers over actual ones, and the largest errors. */
export const scatterView: TaskView = { name: 'scatter', label: () => t('Predictions'), Content: ScatterTab };
