import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { EncoderRead, Pass, StateSequence } from '../cells/cell.ts';
import type { FedLayers } from '../layers/fedLayers.ts';
import { DenseInput } from '../layers/layerInput.ts';
import { LayerStack } from '../layers/layerStack.ts';
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
  /** Whether the layers below read at the next step what it puts out. */
  readonly feeds: boolean;
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
  /** (T, B, size) and (T, B, state); where it is fed, y has a step more at its beginning. */
  readonly y: Offset;
  readonly ofState: Offset;
  readonly dz: Offset;
  readonly dStates: Offset;
  /** Where it is fed: the gradients of a step of what is below, and of what was fed. (1, B, state), (1, B, size) */
  readonly dStep: Offset | undefined;
  readonly dFed: Offset | undefined;
  /** Shared with others. */
  readonly dy: Offset;
}

/**
 * What a step of a decoder knows, s, together with what it looks at of the encoder's outputs h: y = tanh(W_c c + W_s s),
 * c = Σ a_j h_j, a = softmax of the scores over the steps within the length (Luong et al. 2015). The score is s · W h_j
 * (multiplicative), or v · tanh(W s + U h_j) (additive, Bahdanau et al. 2015). Where it feeds the layers below, those
 * read y at the step after, and it goes through the steps with them.
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
      ...{ size, units, stateSize: input.size, valueRows, feeds: spec.feeds ?? false },
      key: weightOf('key', valueRows, units),
      context: weightOf('context', valueRows, size),
      state: weightOf('state', input.size, size),
      additive:
        spec.score === 'additive'
          ? { query: weightOf('query', input.size, units), score: parameterOf(`${name}.score`) }
          : undefined,
    };
  },
  buffers: ({ size, units, stateSize, valueRows, feeds, additive }, room) => {
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
      y: sequence(feeds ? steps + 1 : steps, size),
      ofState: sequence(steps, size),
      dz: sequence(steps, size),
      dStates: sequence(steps, stateSize),
      dStep: feeds ? sequence(1, stateSize) : undefined,
      dFed: feeds ? sequence(1, size) : undefined,
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
  readonly states: readonly StateSequence[];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: AttendPlan;
  private readonly buffers: AttendBuffers;
  private readonly input: DenseInput;
  /** The layers below, where this feeds them. */
  private readonly fed: FedLayers | undefined;

  constructor({ kernels, plan, buffers, input, below }: BlockParts<AttendPlan, AttendBuffers>) {
    if (!(input instanceof DenseInput)) throw new Error('Only vectors attend.');
    const { y, dz } = buffers;
    const { size } = plan;
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    this.output = new DenseInput(kernels, y, size);
    this.fed = plan.feeds ? drivenOf(below) : undefined;
    this.states = plan.feeds ? [{ name: 'fed', offset: y, size, learned: undefined, gradient: dz }] : [];
  }

  /** Before steps of the decoder: the keys of what the encoder has put out. (S, B, units) */
  keysOf({ values, T: S, lanes }: Pick<EncoderRead, 'values' | 'T' | 'lanes'>): Offset {
    const { key, valueRows, units } = this.plan;
    const { keys, y } = this.buffers;
    // Nothing was put out before the first step.
    if (this.fed) this.kernels.zero(y, this.floatsOf(1, lanes, this.plan.size));
    this.kernels.project(keys, values, key.weight, undefined, undefined, S, lanes, valueRows, this.panels(units));
    return keys;
  }

  forward(pass: Pass): void {
    const { fed } = this;
    const { T, B } = pass;
    this.output.moveTo(this.outputAt(0, B));
    if (!fed) {
      this.lookUp(0, T, pass);
      return;
    }
    for (let t = 0; t < T; t++) {
      fed.forward(this.outputAt(t - 1, B), t, pass);
      this.lookUp(t, 1, pass);
    }
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  /** The gradient of the encoder's outputs, after `backward`. (S, B, width) */
  get readGradient(): Offset {
    return this.buffers.dValues;
  }

  backward(pass: Pass, _isFirst: boolean, below: Offset | undefined): void {
    const { kernels, plan, buffers, fed } = this;
    const { T, B, read } = pass;
    const { dy, dz, dStep, dFed, dKeys, dValues } = buffers;
    const { size, units, valueRows } = plan;
    const S = present(read).T;
    // What is below has its gradient where this one has, so that a copy is gone on with.
    kernels.elementwise(dz, dy, this.floatsOf(T, B, size), activationCodes.none);
    kernels.zero(dKeys, this.floatsOf(S, B, units));
    kernels.zero(dValues, this.floatsOf(S, B, valueRows));
    if (!fed || dStep === undefined || dFed === undefined) this.lookBack(0, T, below, pass);
    else {
      fed.beginBack(pass);
      for (let t = T - 1; t >= 0; t--) {
        if (t < T - 1) {
          fed.fedGradient(dFed, t + 1, pass);
          kernels.add(this.at(dz, t, B, size), dFed, this.floatsOf(1, B, size));
        }
        this.lookBack(t, 1, dStep, pass);
        fed.backward(dStep, t, pass);
      }
      fed.endBack(this.outputAt(-1, B), pass);
    }
    this.addWeightGradients(pass);
  }

  /** From `count` steps of what is below, from `first` on, to what is put out at those. */
  private lookUp(first: number, count: number, { B, read }: Pass): void {
    const { kernels, plan, buffers } = this;
    const { size, units, stateSize, valueRows, context, state, additive } = plan;
    const { values, keys, rows, lengths, T: S, lanes } = present(read);
    const states = this.at(this.input.offset, first, B, stateSize);
    let queries = states;
    if (additive && buffers.queries !== undefined) {
      queries = this.at(buffers.queries, first, B, units);
      const { weight } = additive.query;
      kernels.project(queries, states, weight, undefined, undefined, count, B, stateSize, this.panels(units));
    }
    const score = additive?.score;
    const width = this.panels(valueRows);
    const mean = this.at(buffers.context, first, B, valueRows);
    const shares = shift(buffers.shares, first * B * S * 4);
    kernels.attend(mean, shares, queries, keys, values, score, rows, lengths, count, B, S, lanes, units, width);
    const panels = this.panels(size);
    const y = this.outputAt(first, B);
    const ofState = this.at(buffers.ofState, first, B, size);
    const floats = this.floatsOf(count, B, size);
    kernels.project(y, mean, context.weight, undefined, undefined, count, B, valueRows, panels);
    kernels.project(ofState, states, state.weight, undefined, undefined, count, B, stateSize, panels);
    kernels.add(y, ofState, floats);
    kernels.elementwise(y, y, floats, activationCodes.tanh);
  }

  /** Back through them, from dz: adds to the gradients of keys and values, and leaves in `below` that of what was below. */
  private lookBack(first: number, count: number, below: Offset | undefined, { B, read }: Pass): void {
    const { kernels, plan, buffers } = this;
    const { size, units, stateSize, valueRows, context, state, additive } = plan;
    const { values, keys, lengths, T: S } = present(read);
    const dz = this.at(buffers.dz, first, B, size);
    const dContext = this.at(buffers.dContext, first, B, valueRows);
    const dQueries = this.at(buffers.dQueries, first, B, units);
    const dStates = this.at(buffers.dStates, first, B, stateSize);
    const [shares, dScores] = [buffers.shares, buffers.dScores].map((all) => shift(all, first * B * S * 4));
    if (shares === undefined || dScores === undefined) return;
    const back = (to: Offset, from: Offset, { transposed }: Weight, n: number, rows: number): void => {
      const inputs = this.panels(n) * kernels.panel;
      kernels.project(to, from, transposed, undefined, undefined, count, B, inputs, this.panels(rows));
    };
    kernels.activation_backward(dz, this.outputAt(first, B), activationCodes.tanh, count, B, size);
    back(dContext, dz, context, size, valueRows);
    const queries =
      buffers.queries === undefined
        ? this.at(this.input.offset, first, B, stateSize)
        : this.at(buffers.queries, first, B, units);
    const score = additive?.score;
    const dScore = score === undefined ? undefined : shift(score, buffers.gradientShift);
    kernels.attend_backward(
      ...([dQueries, buffers.dKeys, buffers.dValues, dScore, dScores, dContext, shares, queries] as const),
      ...([keys, values, score, lengths, count, B, S, units, this.panels(valueRows)] as const),
    );
    if (below === undefined) return;
    back(below, dz, state, size, stateSize);
    if (additive) back(dStates, dQueries, additive.query, units, stateSize);
    kernels.add(below, additive ? dStates : dQueries, this.floatsOf(count, B, stateSize));
  }

  /** After all steps: those of the weights, and what the keys have of the values' gradient. */
  private addWeightGradients({ T, B, read }: Pass): void {
    const { kernels, plan, buffers, input } = this;
    const { size, units, valueRows, key, context, state, additive } = plan;
    const { dz, dQueries, dKeys, dValues, dValuesByKeys } = buffers;
    const { values, T: S } = present(read);
    const gradient = (weight: Offset): Offset => shift(weight, buffers.gradientShift);
    const panels = this.panels(size);
    kernels.weight_gradient(gradient(context.weight), buffers.context, dz, T, B, valueRows, panels);
    input.addWeightGradient(gradient(state.weight), dz, T, B, panels);
    kernels.weight_gradient(gradient(key.weight), values, dKeys, S, B, valueRows, this.panels(units));
    const depth = this.panels(units) * kernels.panel;
    const width = this.panels(valueRows);
    kernels.project(dValuesByKeys, dKeys, key.transposed, undefined, undefined, S, B, depth, width);
    kernels.add(dValues, dValuesByKeys, this.floatsOf(S, B, valueRows));
    if (additive) input.addWeightGradient(gradient(additive.query.weight), dQueries, T, B, this.panels(units));
  }

  /** What was put out at step t, from 0 on; where it is fed, of -1 what there was before. (B, size) */
  private outputAt(t: number, B: number): Offset {
    return this.at(this.buffers.y, this.fed ? t + 1 : t, B, this.plan.size);
  }

  private at(sequence: Offset, t: number, B: number, columns: number): Offset {
    return shift(sequence, sequenceBytes(t, B, columns, this.kernels.panel));
  }

  private floatsOf(steps: number, B: number, columns: number): number {
    return sequenceBytes(steps, B, columns, this.kernels.panel) / 4;
  }

  private panels(columns: number): number {
    return panelsOf(columns, this.kernels.panel);
  }
}

const drivenOf = (below: Block | undefined): FedLayers => {
  const { fed } = below instanceof LayerStack ? below : {};
  if (!fed) throw new Error('An attention feeds the layers right below it.');
  return fed;
};

const present = (read: EncoderRead | undefined): EncoderRead => {
  if (!read) throw new Error('The pass knows nothing of an encoder to attend to.');
  return read;
};
