import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { RowSource } from '../../../../../engine/compute/source.ts';
import { type RunConfig, type RunData, length, runDataFields } from '../../../../../engine/config.ts';
import { splitPoints } from '../../../../../engine/encoding/splitPoints.ts';
import { InputError } from '../../../../../engine/errors.ts';
import type { PredictedRow } from '../../../../../engine/protocol.ts';
import { type ConfigProblem, completeSplit } from '../../../../../engine/tasks/config/completion.ts';
import { usualBatchSize } from '../../../../../engine/tasks/config/networkDefaults.ts';
import { predictAll, predictionBatchSize } from '../../../../../engine/tasks/predictAll.ts';
import type { EncodedFile, PreparedData, Scorer } from '../../../../../engine/tasks/preparedData.ts';
import { requireText } from '../../../../../engine/tasks/requireText.ts';
import type { Predicted, Task } from '../../../../../engine/tasks/task.ts';
import { describeParity } from './describeParity.ts';

interface ParityData extends RunData {
  readonly bits: number;
}
interface ParityCodec {
  readonly kind: 'bits';
}

/** Lines such as `0110 0` and, where the parity is not known, `0110`. */
interface BitLine {
  readonly bits: string;
  readonly parity: '' | '0' | '1';
}

const readLines = (file: string): BitLine[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line, index) => {
      const [, bits = '', , parity = ''] = /^([01]+)( ([01]))?$/.exec(line) ?? [];
      if (bits === '') throw new InputError(`'${line}' is no line of bits`, { file, line: index + 1 });
      return { bits, parity: parity === '1' ? '1' : parity === '0' ? '0' : '' };
    });

const sourceOf = (lines: readonly BitLine[], bits: number): RowSource => ({
  kind: 'rows',
  values: Float32Array.from(lines.flatMap((line) => [...line.bits].map((bit) => 2 * Number(bit) - 1))),
  steps: bits,
  stepSize: 1,
  labels: Int32Array.from(lines, ({ parity }) => (parity === '' ? -1 : Number(parity))),
  classes: 2,
});

const score = (answers: readonly boolean[]) => ({ accuracy: answers.filter(Boolean).length / answers.length });

class ParityScorer implements Scorer {
  private readonly answers: boolean[] = [];
  private readonly source: RowSource;

  constructor(source: RowSource) {
    this.source = source;
  }

  add(outputs: Float32Array, examples: Int32Array): void {
    for (const [index, row] of examples.entries()) {
      const answer = (outputs[2 * index + 1] ?? 0) > (outputs[2 * index] ?? 0) ? 1 : 0;
      this.answers.push(answer === this.source.labels[row]);
    }
  }

  metrics() {
    return score(this.answers);
  }
}

/** Always answering 0. */
const scoreZero = ({ labels }: RowSource, examples: Int32Array) => ({
  zero: score(Array.from(examples, (row) => labels[row] === 0)),
});

const encode = ({ data }: RunConfig<ParityData>, file: string): EncodedFile & { readonly source: RowSource } => {
  const lines = readLines(file);
  const odd = lines.findIndex(({ bits }) => bits.length !== data.bits);
  if (odd >= 0) throw new InputError(`does not have ${data.bits} bits`, { file, line: odd + 1 });
  const source = sourceOf(lines, data.bits);
  const examples = Int32Array.from(lines.flatMap(({ parity }, row) => (parity === '' ? [] : [row])));
  const baselines = scoreZero(source, examples);
  return { source, examples, baselines, dropped: [], rows: undefined, scorer: () => new ParityScorer(source) };
};

const fields = { bits: length.describe('Bits of a line.') };

/** Bits to whether an odd number of them is 1: a task as short as one can be, to see that nothing else has to know of it. */
export const parity: Task<ParityData, ParityCodec> = {
  name: describeParity.name,
  description: describeParity,
  fields,
  harmless: {},
  ownFields: [],
  dataSchema: z.strictObject({ ...runDataFields, ...fields }),
  codecSchema: z.object({ kind: z.literal('bits') }),
  codecFaults: () => [],
  reads: describeParity.reads,
  everyStep: describeParity.everyStep,
  losses: describeParity.losses,
  defaults: {
    sizes: () => ({ hiddenSize: 16, numLayers: 1, embeddingSize: 0 }),
    loss: 'crossEntropy',
    gradClip: 1,
    batchSize: usualBatchSize,
    longest: 10,
    enoughUpdates: 1000,
    fewest: 5,
    most: 50,
  },
  shorterWay: 'fewer data.bits',

  recognise: () => undefined,
  complete: (config, file) => {
    const inspection = requireText(file, describeParity);
    const lines = readLines(inspection.file);
    const problems: ConfigProblem[] = [];
    const split = completeSplit(config.data?.split, { valid: 0.2, test: 0.2 }, problems);
    const length = lines[0]?.bits.length ?? 1;
    const bits = (config.data?.['bits'] as number | undefined) ?? length;
    if (bits !== length) problems.push({ path: 'data.bits', message: `the lines have ${length} bits, not ${bits}` });
    return {
      data: { file: inspection.file, split, bits },
      shape: { input: { kind: 'numbers', size: 1 }, outputSize: 2, everyStep: false },
      steps: bits,
      examples: Math.max(1, Math.round(lines.length * (1 - split.valid - split.test))),
      choices: [`Each line has ${length} bits.`],
      problems,
    };
  },
  prepare: async (config): Promise<PreparedData<ParityCodec>> => {
    const { source, examples, ...rest } = encode(config, config.data.file);
    const { validStart, testStart } = splitPoints(examples.length, config.data.split);
    const splits = {
      train: examples.slice(0, validStart),
      valid: examples.slice(validStart, testStart),
      test: examples.slice(testStart),
    };
    return {
      ...rest,
      source,
      shape: { input: { kind: 'numbers', size: 1 }, outputSize: 2, everyStep: false },
      steps: config.data.bits,
      codec: { kind: 'bits' },
      splits,
      baselines: { valid: scoreZero(source, splits.valid), test: scoreZero(source, splits.test) },
      headline: { metric: 'accuracy', lowerIsBetter: false },
    };
  },
  encode: async (config, _, { path }) => encode(config, path),
  sizesOf: ({ config }) => ({
    shape: { input: { kind: 'numbers', size: 1 }, outputSize: 2, everyStep: false },
    steps: config.data.bits,
  }),
  predict: async ({ session }, { source }, { file }): Promise<Predicted> => {
    session.load(source);
    const lines = readLines(file);
    const { means } = predictAll(session, 2, Int32Array.from(lines.keys()), predictionBatchSize);
    const rows = lines.flatMap(({ parity: actual }, row): PredictedRow[] => {
      const probability = means[2 * row + 1] ?? NaN;
      const text = probability > 0.5 ? '1' : '0';
      if (text === actual) return [];
      return [{ line: row + 1, cells: [{ column: 'parity', cell: 1, actual, text, probability }] }];
    });
    return { prediction: { rows, omitted: 0, tooEarly: [], rowsNeeded: 0, next: [] } };
  },
  describeDemand: () => 'A line of bits is read bit by bit and has one of two parities.',
  describeOrder: () => 'bits are in the order of the line',
};
