import { InputError } from '../errors.ts';
import type { NetworkPlan } from '../model/networkPlan.ts';
import type { SharedMemory } from './memory.ts';
import type { Source } from './source.ts';
import { WindowStage } from './windowStage.ts';

/** A source in shared memory, as byte offsets and sizes: plain data, which every thread gets. */
export type SourceTables = (
  | {
      readonly kind: 'windows';
      readonly values: number;
      readonly columns: number;
      readonly targets: number;
      readonly targetColumns: number;
      readonly horizon: number;
      readonly lags: number;
      readonly rows: number;
    }
  | { readonly kind: 'symbols'; readonly ids: number }
  | {
      readonly kind: 'rows';
      readonly values: number;
      readonly columns: number;
      readonly labels: number;
      /** 0 where all rows are equally long. */
      readonly lengths: number;
    }
) & {
  /** The smallest example, and the first that is too large: to predict, and to learn from. */
  readonly first: number;
  readonly endOfInputs: number;
  readonly endOfTargets: number;
};

/** A source ready for the kernels. */
export interface LoadedSource {
  readonly tables: SourceTables;
  /** Where the windows of a batch have to be read to, when the source lies in a file. */
  readonly stage?: WindowStage;
}

/**
 * Copies the data, or what there is of it in memory, into shared memory. Throws where it does not fit the network, and
 * an `InputError` for the loss.
 */
export const loadSource = (memory: SharedMemory, source: Source, plan: NetworkPlan): LoadedSource => {
  const { shape, steps } = plan;
  checkLoss(source, plan.loss);
  const what = 'The data';
  const expect = (name: string, actual: number, expected: number): void => {
    if (actual !== expected) throw new Error(`The data has ${name} ${actual}, the network ${expected}.`);
  };
  const floats = (values: Float32Array): number => {
    const offset = memory.allocate(values.byteLength, what);
    memory.floats(offset, values.length).set(values);
    return offset;
  };
  const integers = (values: Int32Array): number => {
    const offset = memory.allocate(values.byteLength, what);
    memory.integers(offset, values.length).set(values);
    return offset;
  };
  const inputSize = shape.input.kind === 'numbers' ? shape.input.size : shape.input.vocabulary;

  switch (source.kind) {
    case 'windows':
    case 'storedWindows': {
      const { columns, targetColumns, horizon, lags } = source;
      expect('columns', columns, inputSize);
      expect('target values', horizon * targetColumns, shape.outputSize);
      expect('lags', lags.length, horizon);
      const rows = source.kind === 'windows' ? source.values.length / columns : source.rows;
      const first = lags.reduce((least, lag, h) => Math.max(least, lag - steps - h), 0);
      if (source.kind === 'windows') expect('target rows', source.targets.length / targetColumns, rows);
      const place =
        source.kind === 'windows'
          ? { values: floats(source.values), targets: floats(source.targets), rows }
          : new WindowStage(memory, source, plan, first);
      const tables: SourceTables = {
        kind: 'windows',
        values: place.values,
        columns,
        targets: place.targets,
        targetColumns,
        horizon,
        lags: integers(lags),
        rows: place.rows,
        first,
        endOfInputs: rows - steps + 1,
        endOfTargets: rows - steps - horizon + 1,
      };
      return place instanceof WindowStage ? { tables, stage: place } : { tables };
    }
    case 'symbols': {
      expect('vocabulary', source.vocabulary, inputSize);
      const { ids } = source;
      checkBelow(ids, source.vocabulary, 'symbol');
      // One symbol more: a prediction from the last symbols reads, and does not use, the one after them.
      const offset = memory.allocate((ids.length + 1) * 2, what);
      memory.symbols(offset, ids.length).set(ids);
      memory.symbols(offset + ids.length * 2, 1)[0] = 0;
      const endOfInputs = ids.length - steps + 1;
      return { tables: { kind: 'symbols', ids: offset, first: 0, endOfInputs, endOfTargets: endOfInputs - 1 } };
    }
    case 'rows': {
      const { stepSize, labels, classes, lengths } = source;
      expect('columns', stepSize, inputSize);
      expect('steps', source.steps, steps);
      expect('classes', classes, shape.outputSize);
      checkBelow(labels, classes, 'class');
      const rows = labels.length;
      expect('values', source.values.length, rows * steps * stepSize);
      if (lengths) {
        expect('lengths', lengths.length, rows);
        checkLengths(lengths, steps);
      }
      const tables: SourceTables = {
        kind: 'rows',
        values: floats(source.values),
        columns: stepSize,
        labels: integers(labels),
        lengths: lengths ? integers(lengths) : 0,
        first: 0,
        endOfInputs: rows,
        endOfTargets: rows,
      };
      return { tables };
    }
    default:
      return source satisfies never;
  }
};

const checkLengths = (lengths: Int32Array, steps: number): void => {
  const wrong = lengths.findIndex((length) => !(length >= 1 && length <= steps));
  if (wrong >= 0) throw new Error(`Row ${wrong} has ${lengths[wrong]} steps, not 1 to ${steps}.`);
};

const checkLoss = (source: Source, loss: NetworkPlan['loss']): void => {
  const isSeries = source.kind === 'windows' || source.kind === 'storedWindows';
  if (isSeries && loss === 'crossEntropy') {
    throw new InputError('training.loss crossEntropy is for text and classes: forecast with mse, huber or gaussian.');
  }
  if (!isSeries && loss === 'gaussian') {
    throw new InputError('training.loss gaussian is for forecasts: learn text and classes with crossEntropy.');
  }
};

const checkBelow = (ids: Uint16Array | Int32Array, limit: number, what: string): void => {
  for (const id of ids) {
    if (id >= limit) throw new Error(`The data has ${what} ${id} where the network knows ${limit}.`);
  }
};
