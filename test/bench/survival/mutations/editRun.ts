import type { Random } from '../../../../engine/compute/random.ts';
import type { RunRecord } from '../../../../engine/protocol.ts';
import { mutateJson, mutateText } from './mutateJson.ts';

/** What a person, or a program that means well, may do to a `run.json`. */
export interface RunEdit {
  readonly name: string;
  readonly edit: (text: string) => string;
  /** What the error has to say; undefined where the run stays one. */
  readonly refused?: RegExp;
}

type Fields = Record<string, unknown>;

/** Changes what the record or, by a path `config.training`, a part of it says; undefined takes a field away. */
const set =
  (path: string, change: Fields) =>
  (text: string): string => {
    const record = JSON.parse(text) as Fields;
    const part = path === '' ? record : path.split('.').reduce((inner, key) => inner[key] as Fields, record);
    Object.assign(part, change);
    return JSON.stringify(record, null, 2);
  };

/** Of the record of a forecast with the optimiser adam, one layer of an lstm, and a validation split. */
export const runEdits: readonly RunEdit[] = [
  { name: 'formatted in another way', edit: (text) => JSON.stringify(JSON.parse(text)) },
  { name: 'with a field of its own', edit: set('', { note: 'my best run' }) },
  {
    name: 'with fewer fields, as of an older version',
    edit: set('config.training', { kernels: undefined, clipValue: undefined }),
  },
  { name: 'without a test', edit: set('', { test: undefined, error: undefined }) },
  { name: 'empty', edit: () => '', refused: /is not JSON/ },
  { name: 'cut in half', edit: (text) => text.slice(0, text.length / 2), refused: /is not JSON/ },
  { name: 'a list', edit: () => '[]', refused: /expected object, received array/ },
  { name: 'null', edit: () => 'null', refused: /expected object, received null/ },
  { name: 'nested without end', edit: () => '['.repeat(100_000), refused: /nested deeper than 64 levels/ },
  {
    name: 'with a key twice',
    edit: (text) => text.replace('"status"', '"status": "running", "status"'),
    refused: /key "status" twice/,
  },
  {
    name: 'epochs in words',
    edit: set('config.training', { epochs: 'many' }),
    refused: /config\.training\.epochs: "many" is not valid/,
  },
  { name: 'no epochs', edit: set('config.training', { epochs: 0 }), refused: /config\.training\.epochs: 0 / },
  { name: 'half an epoch', edit: set('config.training', { epochs: 1.5 }), refused: /config\.training\.epochs: 1\.5 / },
  {
    name: 'a misspelt field',
    edit: set('config.training', { epoch: 9 }),
    refused: /unknown key 'epoch'; did you mean 'epochs'/,
  },
  {
    name: 'an absurd size',
    edit: set('config.model', { hiddenSize: 1e9 }),
    refused: /config\.model\.hiddenSize: 1000000000 /,
  },
  {
    name: 'an absurd length',
    edit: set('config.data', { window: 1e12 }),
    refused: /config\.data\.window: 1000000000000 /,
  },
  { name: 'an endless horizon', edit: set('config.data', { horizon: 1e9 }), refused: /horizon/ },
  { name: 'another size', edit: set('config.model', { hiddenSize: 8 }), refused: /tensor rnn\.weight_ih_l0 is/ },
  { name: 'more layers', edit: set('config.model', { numLayers: 3 }), refused: /there is no tensor rnn\.weight_ih_l1/ },
  { name: 'another cell', edit: set('config.model', { cell: 'gru' }), refused: /tensor rnn\.weight_ih_l0 is/ },
  { name: 'an unknown cell', edit: set('config.model', { cell: 'lstn' }), refused: /did you mean 'lstm'/ },
  {
    name: 'a projection wider than the state',
    edit: set('config.model', { projSize: 4096 }),
    refused: /config\.model\.projSize/,
  },
  {
    name: 'another optimiser',
    edit: set('config.training', { optimizer: 'sgd' }),
    refused: /tensor training\.optimizer/,
  },
  {
    name: 'the loss of another task',
    edit: set('config.training', { loss: 'crossEntropy' }),
    refused: /config\.training\.loss/,
  },
  { name: 'another task', edit: set('config', { task: 'languageModel' }), refused: /config\.data/ },
  { name: 'no task', edit: set('config', { task: undefined }), refused: /config\.task/ },
  { name: 'no config', edit: set('', { config: undefined }), refused: /config: is missing/ },
  { name: 'no columns', edit: set('config.data', { inputs: [] }), refused: /config\.data\.inputs/ },
  {
    name: 'columns that are numbers',
    edit: set('config.data', { targets: [1] }),
    refused: /config\.data\.targets\.0: 1 /,
  },
  { name: 'other columns', edit: set('config.data', { inputs: ['elsewhere'] }), refused: /codec\.inputs/ },
  {
    name: 'a season that is not whole',
    edit: set('config.data', { anchor: 'seasonal', season: 0 }),
    refused: /config\.data\.season/,
  },
  {
    name: 'a batch of nothing',
    edit: set('config.training', { batchSize: 0 }),
    refused: /config\.training\.batchSize/,
  },
  { name: 'another batch', edit: set('config.training', { batchSize: 3 }), refused: /tensor training\.state/ },
  {
    name: 'a rate that JSON cannot hold',
    edit: (text) => text.replace(/"learningRate": [\d.e-]+/, '"learningRate": 1e999'),
    refused: /config\.training\.learningRate/,
  },
  {
    name: 'an unknown status',
    edit: set('', { status: 'interrupted' }),
    refused: /status: "interrupted" is not one of/,
  },
  { name: 'no process', edit: set('', { pid: 'none' }), refused: /pid: "none" / },
  { name: 'no date', edit: set('', { updated: 'yesterday' }), refused: /updated: .*expected a date/ },
  { name: 'another version', edit: set('', { version: 2 }), refused: /version: 2 is not one of 1/ },
  {
    name: 'a fingerprint that is none',
    edit: set('', { fingerprint: { bytes: 1, sha256: 'abc' } }),
    refused: /fingerprint\.sha256/,
  },
  { name: 'no fingerprint', edit: set('', { fingerprint: null }), refused: /fingerprint: / },
  {
    name: 'another file in the config',
    edit: set('config.data', { file: '/elsewhere.csv' }),
    refused: /config\.data\.file/,
  },
  { name: 'choices that are none', edit: set('', { choices: 'none' }), refused: /choices: "none" / },
  {
    name: 'metrics that are none',
    edit: set('', { best: { epoch: 1, validLoss: 1, metrics: [] } }),
    refused: /best\.metrics/,
  },
];

/** A record in which anything may be another thing. */
export const editRun = (record: RunRecord, random: Random): string =>
  random.next() < 0.8
    ? JSON.stringify(mutateJson(record, random))
    : mutateText(JSON.stringify(record, null, 2), random);
