import { InputError } from '../../errors.ts';
import type { NetworkPlan } from '../networkPlan.ts';
import { isDistribution } from '../lossGroups.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import { checkBelow, expect, inputSizeOf } from './checkSource.ts';
import { copyFloats, copyIntegers } from './copyData.ts';
import { loadPairs } from './loadPairs.ts';
import { loadSequences } from './loadSequences.ts';
import { loadSteps } from './loadSteps.ts';
import { loadVectors } from './loadVectors.ts';
import { RowStage } from './rowStage.ts';
import { copyTargets, countSequences } from './sequenceTargets.ts';
import type { RowSource, SequenceTargets, Source, SymbolSource, WindowSource } from '../../compute/source.ts';
import type { LoadedSource, SourceTables } from './sourceTables.ts';
import { SymbolStage } from './symbolStage.ts';
import { countSymbols } from '../../compute/textSymbols.ts';
import { type StoredWindows, WindowStage } from './windowStage.ts';

/**
 * Copies the data into shared memory or, of data in a file, makes room for a batch there. Throws where it does not fit
 * the network, and an `InputError` for the loss.
 */
export const loadSource = (memory: SharedMemory, source: Source, plan: NetworkPlan): LoadedSource => {
  checkLoss(source, plan.loss);
  if (plan.decoder && source.kind !== 'pairs') {
    throw new Error('The network puts out a sequence for each sequence, and the data has no such pairs.');
  }
  switch (source.kind) {
    case 'windows':
      return loadWindows(memory, source, plan);
    case 'symbols':
      return loadSymbols(memory, source, plan);
    case 'rows':
      return loadRows(memory, source, plan);
    case 'vectors':
      return loadVectors(memory, source, plan);
    case 'sequences':
      return loadSequences(memory, source, plan);
    case 'steps':
      return loadSteps(memory, source, plan);
    case 'pairs':
      return loadPairs(memory, source, plan);
    default:
      return source satisfies never;
  }
};

const loadWindows = (memory: SharedMemory, source: WindowSource, plan: NetworkPlan): LoadedSource => {
  const { values, targets, columns, targetColumns, units, horizon, lags, known } = source;
  const { shape, steps } = plan;
  expect('columns', columns, inputSizeOf(plan));
  expect('target values', horizon * targetColumns, shape.outputSize);
  expect('lags', lags.length, horizon);
  const rows = values.byteLength / 4 / columns;
  expect('target rows', targets.byteLength / 4 / targetColumns, rows);
  if (units) expect('units', units.byteLength, targets.byteLength);
  const reads = plan.network.encoder.find(({ block }) => block === 'foresee');
  expect('values known ahead', known?.columns ?? 0, reads?.block === 'foresee' ? reads.known : 0);
  if (known) expect('rows known ahead', known.values.byteLength / 4 / known.columns, rows + horizon);
  const first = lags.reduce((least, lag, h) => Math.max(least, lag - steps - h), 0);
  const common = {
    kind: 'windows',
    columns,
    targetColumns,
    horizon,
    lags: copyIntegers(memory, lags),
    first,
    endOfInputs: rows - steps + 1,
    endOfTargets: rows - steps - horizon + 1,
  } as const;
  const parts = [values, targets, ...(units ? [units] : []), ...(known ? [known.values] : [])];
  if (parts.some((part) => part instanceof Float32Array !== values instanceof Float32Array)) {
    throw new Error('Of a series, all lies in memory or all in files.');
  }
  if (values instanceof Float32Array && targets instanceof Float32Array) {
    const ahead =
      known?.values instanceof Float32Array
        ? { values: copyFloats(memory, known.values), columns: known.columns }
        : undefined;
    const tables = { ...common, values: copyFloats(memory, values), targets: copyFloats(memory, targets), rows };
    return {
      tables: { ...tables, units: units instanceof Float32Array ? copyFloats(memory, units) : undefined, known: ahead },
    };
  }
  const stage = new WindowStage(memory, source as StoredWindows, plan, first);
  const { rows: staged, known: ahead } = stage;
  const tables = { ...common, values: stage.values, targets: stage.targets, units: stage.units, rows: staged };
  return { tables: { ...tables, known: ahead }, stage };
};

const loadSymbols = (memory: SharedMemory, source: SymbolSource, plan: NetworkPlan): LoadedSource => {
  const { ids, vocabulary, told } = source;
  expect('vocabulary', vocabulary, inputSizeOf(plan));
  const { input } = plan.shape;
  expect('labels', told?.count ?? 0, (input.kind === 'symbols' ? input.labels : undefined) ?? 0);
  const count = countSymbols(source);
  const endOfInputs = count - plan.steps + 1;
  const common = { kind: 'symbols', first: 0, endOfInputs, endOfTargets: endOfInputs - 1 } as const;
  if (!(ids instanceof Uint16Array)) {
    if (told) throw new Error('A text in a file has no labels.');
    const stage = new SymbolStage(memory, ids, plan);
    return { tables: { ...common, ids: stage.ids, labels: undefined }, stage };
  }
  checkBelow(ids, vocabulary, 'symbol');
  if (told) {
    expect('labelled symbols', told.ids.length, count);
    checkBelow(told.ids, told.count, 'label');
  }
  // One more: a prediction from the last symbols reads, and does not use, the one after them.
  const copied = (values: Uint16Array): Offset => {
    const offset = memory.allocate((count + 1) * 2, 'The data');
    memory.symbols(offset, count).set(values);
    memory.symbols(shift(offset, count * 2), 1)[0] = 0;
    return offset;
  };
  return { tables: { ...common, ids: copied(ids), labels: told && copied(told.ids) } };
};

const loadRows = (memory: SharedMemory, source: RowSource<SequenceTargets>, plan: NetworkPlan): LoadedSource => {
  const { values, steps, stepSize, lengths } = source;
  expect('columns', stepSize, inputSizeOf(plan));
  expect('steps', steps, plan.steps);
  const rows = countSequences(source, plan);
  expect('values', values.byteLength / 4, rows * steps * stepSize);
  if (lengths) {
    expect('lengths', lengths.length, rows);
    checkLengths(lengths, steps);
  }
  const common = { kind: 'rows', columns: stepSize, first: 0, endOfInputs: rows, endOfTargets: rows } as const;
  if (!(values instanceof Float32Array)) {
    const stage = new RowStage(memory, { ...source, values }, plan);
    return { tables: { ...common, values: stage.values, lengths: stage.lengths, ...stage.targets }, stage };
  }
  const tables: SourceTables = {
    ...common,
    values: copyFloats(memory, values),
    ...copyTargets(memory, source),
    lengths: lengths ? copyIntegers(memory, lengths) : undefined,
  };
  return { tables };
};

const checkLengths = (lengths: Int32Array, steps: number): void => {
  const wrong = lengths.findIndex((length) => !(length >= 1 && length <= steps));
  if (wrong >= 0) throw new Error(`Row ${wrong} has ${lengths[wrong]} steps, not 1 to ${steps}.`);
};

const checkLoss = (source: Source, loss: NetworkPlan['loss']): void => {
  const isSeries = source.kind === 'windows';
  if (loss === 'crossEntropy' && (isSeries || 'targets' in source)) {
    const way = isSeries
      ? 'forecast with mse, huber, gaussian, quantile, studentT or negativeBinomial'
      : 'learn numbers with mse or huber';
    throw new InputError(`training.loss crossEntropy is for text and classes: ${way}.`);
  }
  if (!isSeries && isDistribution(loss)) {
    throw new InputError(`training.loss ${loss} is for forecasts: learn text and classes with crossEntropy.`);
  }
};
