import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { EncoderRead, Pass } from '../cells/cell.ts';
import { DenseInput } from '../layers/layerInput.ts';
import type { AttendSpec } from '../networkSpec.ts';
import { matrix, packedRows, vector, type ParameterShape } from '../parameterLayout.ts';
import type { Block, BlockParts, EncoderKind, Flow } from './block.ts';

interface AttendPlan {
  /** Values of what it puts out, of a key, and of what a step of the decoder has. */
  readonly size: number;
  readonly units: number;
  readonly stateSize: number;
  /** Packed columns of the encoder's outputs. */
  readonly valueRows: number;
  readonly key: Weight;
  readonly context: Weight;
  readonly state: Weight;
  /** Of additive attention. */
  readonly additive: { readonly query: Weight; readonly score: Offset } | undefined;
}

interface Weight {
  readonly weight: Offset;
  readonly transposed: Offset;
}

export interface AttendBuffers {
  readonly gradientShift: number;
  /** Of the S steps of the encoder. (S, B, units), (S, B, width) */
  readonly keys: Offset;
  readonly dKeys: Offset;
  readonly dValues: Offset;
  readonly dValuesByKeys: Offset;
  /** Of the T steps of the decoder; queries are its states where attention is multiplicative. (T, B, units) */
  readonly queries: Offset | undefined;
  readonly dQueries: Offset;
  /** (T, B, width), and shares and the gradient of the scores (T, B, S). */
  readonly context: Offset;
  readonly dContext: Offset;
  readonly shares: Offset;
  readonly dScores: Offset;
  /** (T, B, size) and (T, B, state) */
  readonly y: Offset;
  readonly ofState: Offset;
  readonly dz: Offset;
  readonly dStates: Offset;
  /** Shared with others. */
  readonly dy: Offset;
}

/**
 * What a step of a decoder knows, s, together with what it looks at of the encoder's outputs h: y = tanh(W_c c + W_s s),
 * c = Σ a_j h_j, a = softmax of the scores over the steps within the length (Luong et al. 2015). The score is s · W h_j
 * (multiplicative), or v · tanh(W s + U h_j) (additive, Bahdanau et al. 2015).
 */
export const attend: EncoderKind<AttendSpec, AttendPlan, AttendBuffers> = {
  flow: ({ name, size }, input) => {
    readOf(name, input);
    return { kind: 'vectors', size, block: size, directions: 1, isEveryStep: true, keepsLast: false };
  },
  parameters: (spec, input) => {
    const { name, size } = spec;
    const { size: width, block } = readOf(name, input);
    const units = unitsOf(spec, input);
    const linear = (part: string, fan: number) => ({ name: `${name}.${part}`, role: 'linear', fan }) as const;
    const additive: ParameterShape[] = [
      matrix(linear('query', input.size), 1, units, input.size),
      vector(linear('score', units), 1, units),
    ];
    return [
      matrix(linear('key', width), 1, units, width, block),
      ...(spec.score === 'additive' ? additive : []),
      // As of one layer that reads both.
      matrix(linear('context', width + input.size), 1, size, width, block),
      matrix(linear('state', width + input.size), 1, size, input.size),
    ];
  },
  products: (spec, input) => {
    const { size: width } = readOf(spec.name, input);
    const query = spec.score === 'additive' ? unitsOf(spec, input) * input.size : 0;
    return query + spec.size * (width + input.size);
  },
  masks: () => 0,
  plan: (spec, input, { panel, parameterOf, addTranspose }) => {
    const { name, size } = spec;
    const read = readOf(name, input);
    const units = unitsOf(spec, input);
    const valueRows = packedRows(read.size, read.block, panel);
    const weightOf = (part: string, inputs: number, outputs: number): Weight => {
      const weight = parameterOf(`${name}.${part}`);
      return { weight, transposed: addTranspose(weight, inputs, panelsOf(outputs, panel)) };
    };
    return {
      ...{ size, units, stateSize: input.size, valueRows },
      key: weightOf('key', valueRows, units),
      context: weightOf('context', valueRows, size),
      state: weightOf('state', input.size, size),
      additive:
        spec.score === 'additive'
          ? { query: weightOf('query', input.size, units), score: parameterOf(`${name}.score`) }
          : undefined,
    };
  },
  buffers: ({ size, units, stateSize, valueRows, additive }, room) => {
    const { gradientShift, sequence, numbers, steps, readSteps, dy } = room;
    return {
      ...{ gradientShift, dy },
      keys: sequence(readSteps, units),
      dKeys: sequence(readSteps, units),
      dValues: sequence(readSteps, valueRows),
      dValuesByKeys: sequence(readSteps, valueRows),
      queries: additive && sequence(steps, units),
      dQueries: sequence(steps, units),
      context: sequence(steps, valueRows),
      dContext: sequence(steps, valueRows),
      shares: numbers(steps * readSteps),
      dScores: numbers(steps * readSteps),
      y: sequence(steps, size),
      ofState: sequence(steps, size),
      dz: sequence(steps, size),
      dStates: sequence(steps, stateSize),
    };
  },
  make: (parts) => new Attend(parts),
};

/** What there is of an encoder to attend to. */
const readOf = (name: string, { read, kind, isEveryStep }: Flow): Omit<Flow, 'read'> => {
  if (!read || kind !== 'vectors' || !isEveryStep) throw new Error(`${name} has no encoder whose steps it could read.`);
  return read;
};

/** Keys are compared with the states themselves, or with as many values as the spec says. */
const unitsOf = ({ name, score, units }: AttendSpec, { size }: Flow): number => {
  if (score === 'multiplicative') return size;
  if (units === undefined) throw new Error(`The attention of ${name} has no units.`);
  return units;
};

export class Attend implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: AttendPlan;
  private readonly buffers: AttendBuffers;
  private readonly input: DenseInput;

  constructor({ kernels, plan, buffers, input }: BlockParts<AttendPlan, AttendBuffers>) {
    if (!(input instanceof DenseInput)) throw new Error('Only vectors attend.');
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    this.output = new DenseInput(kernels, buffers.y, plan.size);
  }

  /** Before steps of the decoder: the keys of what the encoder has put out. (S, B, units) */
  keysOf({ values, T: S, lanes }: Pick<EncoderRead, 'values' | 'T' | 'lanes'>): Offset {
    const { key, valueRows, units } = this.plan;
    const { keys } = this.buffers;
    this.kernels.project(keys, values, key.weight, undefined, undefined, S, lanes, valueRows, this.panels(units));
    return keys;
  }

  forward({ T, B, read }: Pass): void {
    const { kernels, plan, buffers, input } = this;
    const { size, units, stateSize, valueRows, context, state, additive } = plan;
    const { values, keys, rows, lengths, T: S, lanes } = present(read);
    let queries = input.offset;
    if (additive && buffers.queries !== undefined) {
      queries = buffers.queries;
      input.product(queries, additive.query.weight, undefined, undefined, T, B, this.panels(units));
    }
    const score = additive?.score;
    const width = this.panels(valueRows);
    const { context: mean, shares, y, ofState } = buffers;
    kernels.attend(mean, shares, queries, keys, values, score, rows, lengths, T, B, S, lanes, units, width);
    const panels = this.panels(size);
    const count = sequenceBytes(T, B, size, kernels.panel) / 4;
    kernels.project(y, mean, context.weight, undefined, undefined, T, B, valueRows, panels);
    kernels.project(ofState, input.offset, state.weight, undefined, undefined, T, B, stateSize, panels);
    kernels.add(y, ofState, count);
    kernels.elementwise(y, y, count, activationCodes.tanh);
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  /** The gradient of the encoder's outputs, after `backward`. (S, B, width) */
  get readGradient(): Offset {
    return this.buffers.dValues;
  }

  backward({ T, B, read }: Pass, _isFirst: boolean, below: Offset | undefined): void {
    const { kernels, plan, buffers, input } = this;
    const { size, units, stateSize, valueRows, key, context, state, additive } = plan;
    const { y, dy, dz, dContext, dStates, dQueries, dKeys, dValues, dValuesByKeys, shares, dScores } = buffers;
    const { values, keys, lengths, T: S } = present(read);
    const gradient = (weight: Offset): Offset => shift(weight, buffers.gradientShift);
    const [panels, width] = [this.panels(size), this.panels(valueRows)];
    const floats = (rows: number, columns: number): number => sequenceBytes(rows, B, columns, kernels.panel) / 4;
    const back = (to: Offset, from: Offset, { transposed }: Weight, steps: number, n: number, rows: number): void => {
      const inputs = this.panels(n) * kernels.panel;
      kernels.project(to, from, transposed, undefined, undefined, steps, B, inputs, this.panels(rows));
    };
    // What is below has its gradient where this one has, so that a copy is gone on with.
    kernels.elementwise(dz, dy, floats(T, size), activationCodes.none);
    kernels.activation_backward(dz, y, activationCodes.tanh, T, B, size);
    kernels.weight_gradient(gradient(context.weight), buffers.context, dz, T, B, valueRows, panels);
    input.addWeightGradient(gradient(state.weight), dz, T, B, panels);
    back(dContext, dz, context, T, size, valueRows);
    const queries = buffers.queries ?? input.offset;
    const score = additive?.score;
    const dScore = score === undefined ? undefined : gradient(score);
    kernels.zero(dKeys, floats(S, units));
    kernels.zero(dValues, floats(S, valueRows));
    kernels.attend_backward(
      ...([dQueries, dKeys, dValues, dScore, dScores, dContext, shares, queries, keys, values, score] as const),
      ...([lengths, T, B, S, units, width] as const),
    );
    kernels.weight_gradient(gradient(key.weight), values, dKeys, S, B, valueRows, this.panels(units));
    back(dValuesByKeys, dKeys, key, S, units, valueRows);
    kernels.add(dValues, dValuesByKeys, floats(S, valueRows));
    if (additive) input.addWeightGradient(gradient(additive.query.weight), dQueries, T, B, this.panels(units));
    if (below === undefined) return;
    back(below, dz, state, T, size, stateSize);
    if (additive) back(dStates, dQueries, additive.query, T, units, stateSize);
    kernels.add(below, additive ? dStates : dQueries, floats(T, stateSize));
  }

  private panels(columns: number): number {
    return panelsOf(columns, this.kernels.panel);
  }
}

const present = (read: EncoderRead | undefined): EncoderRead => {
  if (!read) throw new Error('The pass knows nothing of an encoder to attend to.');
  return read;
};
