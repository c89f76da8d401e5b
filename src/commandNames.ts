/** Commands that package.json offers to people, without the prefix that all of ours have. */
export const contributedCommands = [
  'trainOnFile',
  'trainOnFolder',
  'trainWithConfig',
  'findLearningRate',
  'backtestForecast',
  'tuneNetwork',
  'stop',
  'pause',
  'continue',
  'resume',
  'retrain',
  'openRun',
  'predictWith',
  'fillEmptyCells',
  'forecastNext',
  'compareRuns',
  'generateText',
  'continueText',
  'importWeights',
  'exportWeights',
  'deleteRun',
  'revealRun',
  'copyConfig',
  'showLog',
  'restartEngine',
  'refreshRuns',
  'openSamples',
] as const;

/** Commands that only lenses and pages of ours call. */
type OwnCommand = 'openDataFile' | 'showTrainForm' | 'insertPrediction' | 'appendPredictions';

export type CommandName = (typeof contributedCommands)[number] | OwnCommand;
