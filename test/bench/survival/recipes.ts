import type { Config } from '../../../engine/config.ts';

/** A training of a second or some, and what it is to show. */
export interface Recipe {
  readonly name: string;
  /** The data file's name, as `placeData` knows it. */
  readonly file: string;
  readonly model: NonNullable<Config['model']>;
  readonly training: NonNullable<Config['training']>;
  readonly data?: NonNullable<Config['data']>;
  /** Takes a second or two. */
  readonly isShort?: true;
}

/**
 * Tasks, cells and optimisers in turns, with all that a checkpoint has to keep: moments, averages, random numbers, the
 * state that text carries on, the place within an epoch, patience, what plateaus have cut.
 */
export const recipes: readonly Recipe[] = [
  {
    name: 'forecast, lstm, adam, many short epochs',
    file: 'airline-passengers.csv',
    model: { cell: 'lstm', hiddenSize: 16 },
    training: { optimizer: 'adam', epochs: 1800, patience: 0 },
  },
  {
    name: 'forecast, gru 2 layers with dropout, adamw, average, two threads',
    file: 'weather.csv',
    model: { cell: 'gru', hiddenSize: 12, numLayers: 2, dropout: 0.2 },
    training: { optimizer: 'adamw', epochs: 40, patience: 0, averageDecay: 0.99, threads: 2 },
  },
  {
    name: 'forecast, rnn with recurrent dropout, plateau, early stopping',
    isShort: true,
    file: 'weather.csv',
    model: { cell: 'rnn', hiddenSize: 12, recurrentDropout: 0.1 },
    training: {
      optimizer: 'rmsprop',
      epochs: 400,
      patience: 25,
      schedule: { kind: 'plateau', patience: 4, factor: 0.5 },
    },
  },
  {
    name: 'text, lstm, adam, carried state',
    file: 'first-names.txt',
    model: { cell: 'lstm', hiddenSize: 24 },
    training: { optimizer: 'adam', epochs: 40, patience: 0 },
  },
  {
    name: 'text, gru with learned initial state, momentum, steps of their own length',
    isShort: true,
    file: 'first-names.txt',
    model: { cell: 'gru', hiddenSize: 24, initialState: 'learned' },
    training: { optimizer: 'momentum', learningRate: 0.05, epochs: 16, patience: 0 },
    data: { seqLength: 40, stepLength: 10, carryState: false },
  },
  {
    name: 'text, rnn with layer norm and dropout, two layers, accumulated',
    file: 'first-names.txt',
    model: { cell: 'rnn', hiddenSize: 24, numLayers: 2, layerNorm: true, dropout: 0.1 },
    training: { optimizer: 'adam', epochs: 30, patience: 0, accumulationSteps: 3 },
  },
  {
    name: 'classes, lstm both ways, adam, one cycle',
    file: 'digits.csv',
    model: { cell: 'lstm', hiddenSize: 12, bidirectional: true },
    training: { optimizer: 'adam', epochs: 90, patience: 0, schedule: { kind: 'oneCycle' } },
  },
  {
    name: 'classes, gru, nesterov, few long epochs, dropout, WASM',
    isShort: true,
    file: 'digits.csv',
    model: { cell: 'gru', hiddenSize: 16, numLayers: 2, dropout: 0.2 },
    training: { optimizer: 'nesterov', learningRate: 0.05, epochs: 50, patience: 0, kernels: 'wasm' },
  },
  {
    name: 'classes of texts, gru both ways, word dropout, averaged weights',
    file: 'messages.tsv',
    model: { cell: 'gru', hiddenSize: 12, bidirectional: true, inputDropout: 0.2 },
    training: { optimizer: 'adam', epochs: 60, patience: 0, averageDecay: 0.99 },
  },
  {
    name: 'labels a word, lstm both ways, words spelled',
    isShort: true,
    file: 'people.conll',
    model: { cell: 'lstm', hiddenSize: 12 },
    training: { optimizer: 'adam', epochs: 20, patience: 0 },
  },
  {
    name: 'translation, gru with attention',
    isShort: true,
    file: 'turned.tsv',
    model: { cell: 'gru', hiddenSize: 16, embeddingSize: 8 },
    training: { optimizer: 'adam', epochs: 12, patience: 0 },
  },
];

/** What goes behind `rnn-studio train`, for a recipe whose file is a path. */
export const trainArgs = ({ file, model, training, data = {} }: Recipe, runs: string): string[] => {
  const parts = { model, training: { threads: 1, seed: 5, ...training }, data };
  const settings = Object.entries(parts).flatMap(([part, fields]) => settingsOf(part, fields));
  return ['train', file, '--out', runs, '--json', ...settings.flatMap((setting) => ['--set', setting])];
};

const settingsOf = (path: string, fields: object): string[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? settingsOf(`${path}.${name}`, value as object)
      : [`${path}.${name}=${String(value)}`],
  );
