import type { OwnDescription } from '../task.ts';

/** The regression as the editor and the command line see it. */
export const describeRegression = {
  name: 'regression',
  title: 'Numbers of sequences',
  reads: 'table',
  capabilities: ['predict', 'predictText'],
  items: 'sequences',
  splitsInOrder: false,
  everyStep: false,
  metrics: [
    { name: 'mae', label: 'MAE', format: 'number', lowerIsBetter: true },
    { name: 'rmse', label: 'RMSE', format: 'number', lowerIsBetter: true },
    {
      name: 'r2',
      label: 'R²',
      format: 'number',
      lowerIsBetter: false,
      definition: '1 − squared errors / squared distances from the mean; of several targets the mean of each',
    },
  ],
  baselines: [
    { name: 'mean', label: 'training mean' },
    { name: 'leastSquares', label: 'least squares' },
  ],
  losses: ['mse', 'huber'],
  fields: [
    { path: 'data.targets', label: 'Predicted', kind: 'columns', columnTypes: ['number'] },
    {
      path: 'data.text',
      label: 'Text',
      kind: 'column',
      columnTypes: ['text', 'category'],
      none: 'a sequence is numbers',
    },
    {
      path: 'data.group',
      label: 'Sequence',
      kind: 'column',
      columnTypes: ['number', 'category', 'text', 'timestamp'],
      none: 'each row is one',
    },
    { path: 'data.inputs', label: 'Inputs', kind: 'columns', columnTypes: ['number'] },
    { path: 'data.stepSize', label: 'Values per step', kind: 'whole' },
    { path: 'data.maxLength', label: 'Longest sequence', kind: 'whole' },
  ],
  facts: [
    { path: 'data.targets', label: 'Predicted' },
    { path: 'data.text', label: 'Text', none: 'a sequence is numbers' },
    { path: 'data.group', label: 'Sequence', words: 'rows with the same {0}', none: 'each row is one' },
    { path: 'data.inputs', label: 'Inputs', none: 'the text' },
    { path: 'data.maxLength', label: 'Longest sequence', words: 'the first {0} are read', none: 'all is read' },
  ],
  views: ['scatter', 'explain', 'tryIt'],
  viewNeeds: { explain: 'data.stepSize', tryIt: 'data.text' },
} satisfies OwnDescription;
