import type { OwnDescription } from '../task.ts';

/** The forecast as the editor and the command line see it. */
export const describeForecast = {
  name: 'forecast',
  title: 'Forecast',
  reads: 'table',
  capabilities: ['predict', 'nextRows'],
  items: 'rows',
  splitsInOrder: true,
  everyStep: false,
  metrics: [
    { name: 'mae', label: 'MAE', format: 'number', lowerIsBetter: true },
    { name: 'rmse', label: 'RMSE', format: 'number', lowerIsBetter: true },
    {
      name: 'smape',
      label: 'sMAPE',
      format: 'number',
      lowerIsBetter: true,
      definition: '200 · mean(|y − f| / (|y| + |f|)), from 0 to 200',
    },
    {
      name: 'mase',
      label: 'MASE',
      format: 'number',
      lowerIsBetter: true,
      definition: 'MAE over that of the seasonal naive forecast on the training split; below 1 beats it',
    },
  ],
  baselines: [
    { name: 'lastValue', label: 'last value' },
    { name: 'seasonalNaive', label: 'seasonal naive' },
  ],
  losses: ['huber', 'mse', 'gaussian'],
  fields: [
    { path: 'data.targets', label: 'Target', kind: 'columns', columnTypes: ['number'] },
    { path: 'data.inputs', label: 'Inputs', kind: 'columns', columnTypes: ['number', 'category'] },
    { path: 'data.time', label: 'Time', kind: 'column', columnTypes: ['timestamp'], none: 'none: rows are the steps' },
    {
      path: 'data.series',
      label: 'Series, told apart by',
      kind: 'column',
      columnTypes: ['category', 'number'],
      none: 'nothing: there is one',
      mayBeInput: true,
    },
    { path: 'data.window', label: 'Window', kind: 'whole' },
    { path: 'data.horizon', label: 'Horizon', kind: 'whole' },
  ],
  facts: [
    { path: 'data.targets', label: 'Targets' },
    { path: 'data.inputs', label: 'Inputs' },
    { path: 'data.time', label: 'Time', none: 'none: rows are the steps' },
    { path: 'data.series', label: 'Series', words: 'told apart by {0}', none: 'one' },
    { path: 'data.window', label: 'Window', words: '{0} steps read' },
    { path: 'data.horizon', label: 'Horizon', words: '{0} steps predicted' },
    { path: 'data.scaling', label: 'Scaling', words: '{0}, fitted on the training split only' },
  ],
  views: ['forecast'],
} satisfies OwnDescription;
