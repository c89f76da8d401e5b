import { t } from '../../strings.ts';
import type { TaskView } from '../taskView.ts';
import { ForecastTab } from './forecastTab.tsx';

/** Predictions beside the truth, and what comes next. */
export const forecastView: TaskView = { name: 'forecast', label: () => t('Forecast'), Content: ForecastTab };
