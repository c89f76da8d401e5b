import * as z from 'zod';
import type { NetworkSpec } from './networkSpec.ts';
import { cellNames } from './cells/findCell.ts';

// A network as a model file has it, see `NetworkSpec`. The bounds are those of the config's options.

const size = z.number().int().positive().max(65536);
const share = z.number().min(0).max(0.95);
const penalty = z.number().min(0).max(1000);
const name = z.string().regex(/^[a-z]\w*$/i);
const activation = z.enum(['none', 'sigmoid', 'tanh', 'relu']);
const id = z.number().int().min(0);
const steps = id.positive().max(1e9);

const cell = z.strictObject({
  cell: z.enum(cellNames),
  activation: z.enum(['tanh', 'relu', 'sigmoid']).exactOptional(),
  gruReset: z.enum(['after', 'before']).exactOptional(),
  candidate: z.enum(['linear', 'positive']).exactOptional(),
});

const recurSchema = z.strictObject({
  ...{ block: z.literal('recur'), name, layers: z.array(size).min(1).max(64) },
  cell,
  ...{ bias: z.boolean(), bidirectional: z.boolean(), layerNorm: z.boolean(), residual: z.boolean() },
  ...{ projSize: id.max(8192), initialState: z.enum(['zeros', 'learned']), dropout: share, recurrentDropout: share },
  fed: size.exactOptional(),
  ...{ isLocked: z.boolean().exactOptional(), weightDropout: share.exactOptional() },
});

const stepBlocks = [
  z.strictObject({ block: z.literal('embed'), name, size, dropped: share.exactOptional() }),
  z.strictObject({ block: z.literal('label'), name }),
  z.strictObject({ block: z.literal('spell'), name, cell, size, bias: z.boolean() }),
  z.strictObject({ block: z.literal('drop'), name, share, isLocked: z.boolean().exactOptional() }),
  z.strictObject({
    block: z.literal('penalise'),
    name,
    size: penalty.exactOptional(),
    change: penalty.exactOptional(),
  }),
  z.strictObject({ block: z.literal('project'), name, size, activation }),
  recurSchema,
] as const;

const poolSchema = z.strictObject({
  ...{ block: z.literal('pool'), name, by: z.enum(['last', 'mean', 'max', 'attention']) },
  size: size.exactOptional(),
});

const place = id.max(65535);

const normaliseSchema = z.strictObject({
  ...{ block: z.literal('normalise'), name, by: z.enum(['last', 'instance']), columns: z.array(place).min(1) },
});

const restoreSchema = z.strictObject({
  ...{ block: z.literal('restore'), name, of: name, targets: z.array(place).min(1), horizon: steps },
  isLearned: z.boolean(),
});

const attendSchema = z.strictObject({
  ...{ block: z.literal('attend'), name, score: z.enum(['additive', 'multiplicative']), size },
  units: size.exactOptional(),
  feeds: z.boolean().exactOptional(),
});

const segmentsSchema = z.strictObject({
  ...{ block: z.literal('segments'), name, window: steps, length: steps, horizon: steps, size },
  ...{ targets: z.array(place).min(1), isApart: z.boolean(), layers: recurSchema, dropout: share },
  output: z.strictObject({ name, activation }),
});

const foreseeSchema = z.strictObject({
  ...{ block: z.literal('foresee'), name, horizon: steps, targets: id.positive(), known: id.positive(), size },
});

const markSchema = z.strictObject({
  ...{ block: z.literal('mark'), name, columns: z.array(place).min(1).max(65536), size },
});

const symbols = z.strictObject({
  ...{ kind: z.literal('symbols'), vocabulary: id.positive(), padding: id.exactOptional() },
  letters: z.strictObject({ vocabulary: id.positive(), padding: id, longest: id.positive().max(256) }).exactOptional(),
  labels: id.positive().exactOptional(),
});

const wholeBlocks = [poolSchema, normaliseSchema, restoreSchema, segmentsSchema, foreseeSchema, markSchema] as const;

export const networkSchema: z.ZodType<NetworkSpec> = z.strictObject({
  input: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('numbers'), size: id.positive() }), symbols]),
  encoder: z.array(z.discriminatedUnion('block', [...stepBlocks, ...wholeBlocks])).min(1),
  decoder: z
    .strictObject({
      input: symbols,
      blocks: z.array(z.discriminatedUnion('block', [...stepBlocks, attendSchema])).min(1),
    })
    .exactOptional(),
  head: z.strictObject({
    ...{
      block: z.literal('head'),
      name,
      outputs: id.positive(),
      groups: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    },
    activation: z.enum([...activation.options, 'softmax']),
    ...{ sharesEmbedding: z.boolean().exactOptional(), isGiven: z.boolean().exactOptional() },
  }),
});
