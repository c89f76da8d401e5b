import { sequenceBytes } from '../../../compute/kernels.ts';
import type { EmbedSpec, PoolSpec, RecurSpec, SpellSpec } from '../../networkSpec.ts';
import { packedRows } from '../../parameterLayout.ts';
import type { BufferPlan, EncoderKind, Flow, ParameterPlan } from '../block.ts';
import { embed } from '../embed.ts';
import { pool } from '../pool.ts';
import { recur } from '../recur.ts';
import { Speller } from './speller.ts';
import type { SpellBuffers, SpellPlan } from './spellPlan.ts';

/** Words whose letters are read together: enough to fill the kernels, few enough that their steps stay small. */
const WORDS_AT_ONCE = 256;

/**
 * Behind the vector of each step's word what a layer that goes both ways has read at the ends of its letters. The different
 * words of a batch are read once each.
 */
export const spell: EncoderKind<SpellSpec, SpellPlan, SpellBuffers> = {
  flow: (spec, input) => {
    if (input.kind !== 'vectors' || !input.letters) throw new Error(`There are no letters for ${spec.name} to read.`);
    const size = input.size + 2 * spec.size;
    return { kind: 'vectors', size, block: size, directions: 1, isEveryStep: input.isEveryStep, keepsLast: false };
  },
  parameters: (spec, input) => {
    const { specs, flows } = within(spec, input);
    return [...embed.parameters(specs.embed, flows.embed), ...recur.parameters(specs.recur, flows.recur)];
  },
  products: (spec, input) => {
    const { specs, flows, letters } = within(spec, input);
    return letters.longest * recur.products(specs.recur, flows.recur);
  },
  masks: () => 0,
  plan: (spec, input, parameters) => {
    const { specs, flows, letters } = within(spec, input);
    const at = (isBelowLearned: boolean): ParameterPlan => ({ ...parameters, isBelowLearned });
    return {
      ...{ vectorSize: input.size, size: spec.size, padding: letters.padding, longest: letters.longest },
      rows: packedRows(2 * spec.size, spec.size, parameters.panel),
      embed: embed.plan(specs.embed, flows.embed, at(false), 0),
      recur: recur.plan(specs.recur, flows.recur, at(true), 0),
      pool: pool.plan(specs.pool, flows.pool, at(true), 0),
    };
  },
  buffers: (plan, room) => {
    const { words, numbers, sequence, steps } = room;
    if (words === undefined) throw new Error('The network reads no words.');
    const atOnce = Math.min(WORDS_AT_ONCE, steps * room.lanes);
    const letters = roomOfLetters(plan, room, atOnce);
    const width = plan.vectorSize + 2 * plan.size;
    return {
      ...{ atOnce, words, places: numbers(steps), distinct: numbers(steps) },
      ...{ ids: letters.numbers(plan.longest), lengths: letters.numbers(1) },
      ...{ table: sequence(steps, plan.rows), dTable: sequence(steps, plan.rows), vectors: sequence(steps, plan.rows) },
      ...{ y: sequence(steps, width), dy: sequence(steps, width) },
      embed: embed.buffers(plan.embed, letters),
      recur: recur.buffers(plan.recur, letters),
      pool: pool.buffers(plan.pool, letters),
    };
  },
  make: (parts) => new Speller(parts),
};

/** What letters go through: vectors, a layer in both directions, and what it ends with. */
const within = ({ name, cell, size, bias }: SpellSpec, { letters }: Flow) => {
  if (!letters) throw new Error(`There are no letters for ${name} to read.`);
  const { vocabulary, padding } = letters;
  const specs: { readonly embed: EmbedSpec; readonly recur: RecurSpec; readonly pool: PoolSpec } = {
    embed: { block: 'embed', name: `${name}.embedding`, size },
    recur: {
      ...{ block: 'recur', name: `${name}.rnn`, cell, layers: [size], bias, bidirectional: true, projSize: 0 },
      ...{ layerNorm: false, residual: false, initialState: 'zeros', dropout: 0, recurrentDropout: 0 },
    },
    pool: { block: 'pool', name: `${name}.pool`, by: 'last' },
  };
  const bottom: Flow = {
    ...{ kind: 'symbols', size: vocabulary, block: vocabulary, directions: 1, isEveryStep: true, keepsLast: false },
    padding,
  };
  const embedded = embed.flow(specs.embed, bottom);
  const flows = { embed: bottom, recur: embedded, pool: recur.flow(specs.recur, embedded) };
  return { specs, flows, letters };
};

/** The same thread's room for so many words as lanes, with their letters as steps. */
const roomOfLetters = ({ longest, rows, size }: SpellPlan, room: BufferPlan, lanes: number): BufferPlan => {
  const { panel, bytes } = room;
  const sequence: BufferPlan['sequence'] = (steps, columns) =>
    bytes(sequenceBytes(steps, lanes, columns, panel), 'A batch');
  return {
    ...room,
    ...{ steps: longest, lanes, sequence, isDiagnosable: false, areStatesHandedOn: false, words: undefined },
    numbers: (steps) => bytes(steps * lanes * 4, 'A batch'),
    dy: sequence(longest, Math.max(rows, size)),
  };
};
