import type { SharedMemory } from '../../compute/memory.ts';
import type { Offset } from '../../compute/offset.ts';
import type { RaggedVectors, StepSource } from '../../compute/source.ts';
import type { NetworkPlan } from '../networkPlan.ts';
import { checkBelow, expect, inputSizeOf, paddingOf } from './checkSource.ts';
import { copyFloats, copyIntegers } from './copyData.ts';
import { loadRagged } from './loadRagged.ts';
import type { LoadedSource, SpellingTables, StepTables } from './sourceTables.ts';
import { StepStage } from './stepStage.ts';
import { StepVectors } from './stepVectors.ts';

/** Values of answers that lie in memory at a time: 16 MB. */
const ANSWER_FLOATS = 2 ** 22;

/** See `loadSource`. */
export const loadSteps = (memory: SharedMemory, source: StepSource, plan: NetworkPlan): LoadedSource => {
  const { inputs, labels, classes } = source;
  const { shape, steps, batchSize } = plan;
  if (!shape.everyStep) throw new Error('The data has a class at every step, the network predicts one a sequence.');
  expect('classes', classes, shape.outputSize);
  expect('steps', inputs.steps, steps);
  const rows = inputs.starts.length - 1;
  expect('labels', labels.length, inputs.starts[rows] ?? NaN);
  checkBelow(labels, classes, 'class');
  for (let row = 0; row < rows; row++) {
    if (!((inputs.starts[row + 1] ?? NaN) > (inputs.starts[row] ?? NaN)))
      throw new Error(`Sequence ${row} has no steps.`);
  }
  const { tables, stage } = loadInputs(memory, inputs, plan);
  const spelling = loadSpelling(memory, source, plan);
  const answerLanes = Math.max(1, Math.min(batchSize, Math.floor(ANSWER_FLOATS / (steps * classes))));
  const common = {
    ...{ kind: 'steps' as const, first: 0, endOfInputs: rows, endOfTargets: rows, ...tables, answerLanes },
    answers: memory.allocate(answerLanes * steps * classes * 4, 'The data'),
  };
  const spelled = (words: Offset | undefined) =>
    spelling && words !== undefined && { spelling: { ...spelling, words } };
  if (!stage) {
    const offset = memory.allocate(labels.byteLength, 'The data');
    memory.symbols(offset, labels.length).set(labels);
    const words = source.spelling && copyIntegers(memory, source.spelling.words);
    return { tables: { ...common, labels: offset, ...spelled(words) } };
  }
  const labelled = new StepStage(memory, stage, source, batchSize);
  return { tables: { ...common, labels: labelled.labels, ...spelled(labelled.words) }, stage: labelled };
};

/** The letters of the words, where the network reads them. Throws where data and network do not agree on it. */
const loadSpelling = (
  memory: SharedMemory,
  { spelling, labels }: StepSource,
  { shape: { input }, batchSize, shards }: NetworkPlan,
): Omit<SpellingTables, 'words'> | undefined => {
  const wanted = input.kind === 'symbols' ? input.letters : undefined;
  if (!spelling || !wanted) {
    if (wanted) throw new Error('The network reads words by their letters, and the data has none.');
    return undefined;
  }
  const { words, letters } = spelling;
  expect('letters', letters.vocabulary, wanted.vocabulary);
  expect('longest word', letters.steps, wanted.longest);
  expect('words', words.length, labels.length);
  const count = letters.starts.length - 1;
  checkBelow(words, count, 'word');
  const { tables, stage } = loadRagged(memory, letters, count, { ahead: 0, padding: wanted.padding }, batchSize);
  if (stage) throw new Error('The letters of words lie in memory.');
  const places = memory.allocate(shards.length * count * 4, 'The data');
  memory.integers(places, shards.length * count).fill(0);
  return { ...tables, count, places };
};

interface LoadedInputs {
  readonly tables: StepTables;
  readonly stage?: { fill(examples: Int32Array): void };
}

const loadInputs = (memory: SharedMemory, inputs: StepSource['inputs'], plan: NetworkPlan): LoadedInputs => {
  const { input } = plan.shape;
  if (!('ids' in inputs)) {
    if (input.kind !== 'numbers') throw new Error('The data has sequences of numbers, the network reads symbols.');
    expect('columns', inputs.columns, inputSizeOf(plan));
    return loadVectors(memory, inputs, plan.batchSize);
  }
  if (input.kind !== 'symbols') throw new Error('The data has sequences of symbols, the network reads numbers.');
  expect('vocabulary', inputs.vocabulary, inputSizeOf(plan));
  const padding = paddingOf(input);
  const rows = inputs.starts.length - 1;
  const { tables, stage } = loadRagged(memory, inputs, rows, { ahead: 0, padding }, plan.batchSize);
  return { tables: { ...tables, padding: padding ?? 0 }, ...(stage && { stage }) };
};

const loadVectors = (memory: SharedMemory, inputs: RaggedVectors, batchSize: number): LoadedInputs => {
  const { values, columns, starts, steps } = inputs;
  const rows = starts.length - 1;
  expect('values', values.byteLength / 4, (starts[rows] ?? NaN) * columns);
  if (!(values instanceof Float32Array)) {
    const stage = new StepVectors(memory, { ...inputs, values }, batchSize);
    return { tables: { values: stage.values, starts: stage.starts, lengths: stage.lengths, columns }, stage };
  }
  const lengths = Int32Array.from({ length: rows }, (_, row) =>
    Math.min(steps, (starts[row + 1] ?? NaN) - (starts[row] ?? NaN)),
  );
  const tables = {
    ...{ columns, values: copyFloats(memory, values), lengths: copyIntegers(memory, lengths) },
    starts: copyIntegers(memory, Int32Array.from(starts)),
  };
  return { tables };
};
