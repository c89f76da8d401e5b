import type { Offset } from '../compute/offset.ts';
import type { TrainingConfig } from '../config.ts';
import type { Flow } from './blocks/block.ts';
import type { HeadBuffers, HeadPlan } from './blocks/headPlan.ts';
import type { SegmentsBuffers, SegmentsPlan } from './blocks/segments/segmentsPlan.ts';
import type { BridgeBuffers, BridgePlan } from './decoder/bridgeLinks.ts';
import type { RecurBuffers, RecurPlan } from './layers/recurPlan.ts';
import type { NetworkShape } from './networkShape.ts';
import type { EncoderSpec, NetworkSpec, SymbolsSpec } from './networkSpec.ts';
import type { ParameterPlace } from './parameterLayout.ts';
import type { RoundingPlan } from './precision/roundedWeights.ts';

/** Lane states kept between passes, as panel matrices (lanes, size), in the order of the blocks' `states`. */
export interface LaneStates {
  readonly lanes: number;
  readonly states: readonly {
    /** `h_l0`, `c_l1_reverse` */
    readonly name: string;
    readonly offset: Offset;
    readonly size: number;
    /** The learned first state; zeros where there is none. */
    readonly learned: Offset | undefined;
  }[];
}

/** A block as all threads share it. */
export interface BlockPlan {
  readonly spec: EncoderSpec;
  readonly input: Flow;
  /** What its kind plans. */
  readonly plan: unknown;
}

/** One thread's buffers; undefined for what it does not need. */
export interface ShardPlan {
  /** Added to a parameter's offset gives its gradient. */
  readonly gradientShift: number;
  /** Encoded inputs (T, B, inputs), where the network reads numbers. */
  readonly x: Offset | undefined;
  /** Symbols (T, B), where the network reads symbols. */
  readonly ids: Offset | undefined;
  /** Which word each of them is (T, B), where words are read by their letters. */
  readonly words: Offset | undefined;
  /** Which label what follows each of them has, where labels are told, and room for those of the steps. (T, B) */
  readonly labels: { readonly next: Offset; readonly own: Offset } | undefined;
  /** What is known of the steps ahead of the lanes (1, B * horizon, values), where the network reads that. */
  readonly known: Offset | undefined;
  /** Numbers of steps of the lanes (B). */
  readonly lengths: Offset;
  /** Of each block what its kind plans. */
  readonly blocks: readonly unknown[];
  readonly decoder: DecoderBuffers | undefined;
  readonly head: HeadBuffers;
  /** Room for rounded factors, where products may be in bfloat16. */
  readonly scratch: Offset | undefined;
}

/** The decoder as all threads share it. */
export interface DecoderPlan {
  readonly input: SymbolsSpec;
  /** The most steps of a target. */
  readonly steps: number;
  readonly bridge: BridgePlan;
  readonly blocks: readonly BlockPlan[];
  /** Packed columns of the encoder's outputs. */
  readonly encoderRows: number;
  /** Of what is decoded step by step the states before a step and after it, in turn. */
  readonly states: readonly [LaneStates, LaneStates];
  /** The symbol that each lane reads at such a step, and which lane's states it goes on from. (batchSize) */
  readonly symbols: Offset;
  readonly from: Offset;
  /** Of each lane the likeliest outputs of a step and the logarithms of their probabilities. (batchSize, mostBest) */
  readonly best: { readonly ids: Offset; readonly logs: Offset };
  /** What steps one by one attend to; undefined where none does. */
  readonly kept: KeptRead | undefined;
}

/** What the encoder has put out for each lane of `encode`, for steps of the decoder after it. */
export interface KeptRead {
  /** (steps, batchSize, columns) each */
  readonly values: Offset;
  readonly keys: Offset;
  readonly valueRows: number;
  readonly units: number;
  /** Steps of each, and which of them a lane of the decoder attends to. (batchSize) */
  readonly lengths: Offset;
  readonly rows: Offset;
}

/** Outputs of a lane that are asked for at a step at the most. */
export const mostBest = 64;

/** One thread's buffers of the decoder. */
export interface DecoderBuffers {
  /** Symbols that it reads (T, B), and numbers of steps of the lanes (B). */
  readonly ids: Offset;
  /** What it puts out itself (T, B), where it is to read that. */
  readonly own: Offset;
  readonly lengths: Offset;
  readonly blocks: readonly unknown[];
  readonly bridge: BridgeBuffers;
}

/** A weight whose transpose the passes need. */
export interface Transpose {
  readonly weight: Offset;
  readonly transposed: Offset;
  /** As `transpose_weights` has them. */
  readonly inputs: number;
  readonly panels: number;
}

/** All sizes and places of a network in shared memory: plain data, which every thread gets. */
export interface NetworkPlan {
  readonly network: NetworkSpec;
  readonly shape: NetworkShape;
  /** Floats in a panel of the kernels that this is laid out for. */
  readonly panel: number;
  readonly loss: TrainingConfig['loss'];
  readonly huberDelta: number;
  readonly labelSmoothing: number;
  /** What cross-entropy multiplies the loss of each class with (outputs); 1 each where there are none. */
  readonly classWeights: Offset | undefined;
  readonly optimizer: TrainingConfig['optimizer'];
  readonly steps: number;
  readonly batchSize: number;
  readonly places: readonly ParameterPlace[];
  /** Packed parameters: offset, and floats with padding. Moments and gradients are laid out alike. */
  readonly parameters: Offset;
  readonly packedCount: number;
  readonly moments: readonly Offset[];
  /** The moving average of the parameters, laid out as they are, where one is kept. */
  readonly average: Offset | undefined;
  /** Threads that share the work on the parameters: all, or the first alone. */
  readonly updateThreads: number;
  readonly blocks: readonly BlockPlan[];
  readonly decoder: DecoderPlan | undefined;
  readonly head: HeadPlan;
  readonly transposes: readonly Transpose[];
  /** Where products may be in bfloat16. */
  readonly rounding: RoundingPlan | undefined;
  /** How many dropout masks blocks have. */
  readonly masks: number;
  readonly examples: Offset;
  readonly trainStates: LaneStates;
  readonly evaluateStates: LaneStates;
  readonly feedStates: LaneStates;
  /** Predictions in row-major order (batchSize, groups * outputSize). */
  readonly predictions: Offset;
  readonly shards: readonly ShardPlan[];
}

export interface PlanOptions {
  readonly network: NetworkSpec;
  readonly training: Pick<
    TrainingConfig,
    'loss' | 'huberDelta' | 'optimizer' | 'batchSize' | 'threads' | 'averageDecay'
  > &
    Partial<Pick<TrainingConfig, 'labelSmoothing' | 'precision'>>;
  readonly steps: number;
  /** The most steps of a target, where there is a decoder. */
  readonly targetSteps?: number;
  /** Whether classes have weights. */
  readonly isWeighted?: boolean;
  /** Whether training passes can be diagnosed. */
  readonly diagnosable?: boolean;
}

/** A stack of recurrent layers with each thread's buffers of it. */
export interface PlannedStack {
  readonly plan: RecurPlan;
  readonly shards: readonly RecurBuffers[];
  /** The most steps that it goes. */
  readonly steps: number;
}

/** Of the encoder, then of the decoder. */
export const stacksOf = ({
  blocks,
  decoder,
  shards,
  steps,
}: Pick<NetworkPlan, 'blocks' | 'decoder' | 'shards' | 'steps'>): readonly PlannedStack[] => {
  const buffersOf = (index: number, shard: ShardPlan): unknown =>
    index < blocks.length ? shard.blocks[index] : shard.decoder?.blocks[index - blocks.length];
  return [...blocks, ...(decoder?.blocks ?? [])].flatMap(({ spec, plan }, index) =>
    spec.block === 'recur'
      ? [
          {
            plan: plan as RecurPlan,
            shards: shards.map((shard) => buffersOf(index, shard) as RecurBuffers),
            steps: index < blocks.length ? steps : (decoder?.steps ?? 0),
          },
        ]
      : spec.block === 'segments'
        ? [
            {
              plan: (plan as SegmentsPlan).recur,
              shards: shards.map((shard) => (buffersOf(index, shard) as SegmentsBuffers).read.recur),
              steps: (plan as SegmentsPlan).steps,
            },
          ]
        : [],
  );
};

/** What tells the states and layers of a stack from those of others: nothing for the one that bears the usual name. */
export const stackPrefix = ({ spec }: RecurPlan): string => (spec.name === 'rnn' ? '' : `${spec.name}.`);

/** The weights of bottom layers that read symbols: of those single rows are read. */
export const rowWeightsOf = ({
  blocks,
  decoder,
}: Pick<NetworkPlan, 'blocks'> & { readonly decoder: BlockChainPlan }): readonly Offset[] =>
  [blocks[0], decoder?.blocks[0]].flatMap((bottom) =>
    bottom?.spec.block === 'recur' && bottom.input.kind === 'symbols'
      ? ((bottom.plan as RecurPlan).layers[0]?.weights.map(({ weightIh }) => weightIh) ?? [])
      : [],
  );

type BlockChainPlan = { readonly blocks: readonly BlockPlan[] } | undefined;
