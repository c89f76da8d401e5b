import { sequenceBytes, type Kernels } from '../compute/kernels.ts';
import type { Offset } from '../compute/offset.ts';
import { activationCodes } from '../compute/kernelFunctions.ts';
import { BlockChain, type Lanes } from './blockChain.ts';
import { Attend } from './blocks/attend.ts';
import type { Block } from './blocks/block.ts';
import type { EncoderRead, Pass } from './cells/cell.ts';
import { Bridge } from './decoder/bridge.ts';
import { DenseInput, SymbolInput, type LayerInput } from './layers/layerInput.ts';
import { LayerStack } from './layers/layerStack.ts';
import type { LaneStates, NetworkPlan, ShardPlan } from './networkPlan.ts';

/** What a pass over a network knows: the encoder's numbers, and the decoder's where there is one. */
export interface NetworkPass extends Pass {
  readonly decoder?: Pass | undefined;
}

/** The blocks that go on from the encoder's last states, and the way there. */
interface Decoder {
  readonly chain: BlockChain;
  readonly bridge: Bridge;
  /** Packed columns of the encoder's outputs. */
  readonly encoderRows: number;
  readonly attend: Attend | undefined;
}

/** What the encoder has put out, and what of it a decoder attends to. */
export interface Encoded {
  /** (T, B, width), or (1, B, width) where it is pooled. */
  readonly outputs: Offset;
  readonly read: EncoderRead | undefined;
}

/** One thread's blocks, without the head. */
export class Network {
  private readonly kernels: Kernels;
  private readonly plan: NetworkPlan;
  private readonly encoder: BlockChain;
  private readonly decoder: Decoder | undefined;
  /** What the decoder attended to in the last pass forward. */
  private read: EncoderRead | undefined;

  constructor(kernels: Kernels, plan: NetworkPlan, shard: ShardPlan) {
    this.kernels = kernels;
    this.plan = plan;
    this.encoder = new BlockChain(kernels, plan.blocks, shard.blocks, bottomInput(kernels, plan, shard));
    this.decoder = makeDecoder(kernels, plan, shard, this.encoder.blocks);
  }

  /** Of the encoder, from the bottom up. */
  get blocks(): readonly Block[] {
    return this.encoder.blocks;
  }

  /** The blocks of the decoder, for steps one by one. Throws where there is none. */
  get decoding(): BlockChain {
    if (!this.decoder) throw new Error('The network has no decoder.');
    return this.decoder.chain;
  }

  /** What a pass over lanes of the batch knows. */
  passOf(
    T: number,
    lanes: Lanes,
    dropoutKey: number | undefined,
    lengths: Offset | undefined,
    isDiagnosed = false,
  ): Pass {
    const { batchSize } = this.plan;
    return { T, B: lanes.count, lengths, dropoutKey, firstLane: lanes.first, lanes: batchSize, isDiagnosed };
  }

  /** See `BlockChain`; a decoder has its first states from the encoder. */
  setStates(kept: LaneStates | undefined, lanes: Lanes): void {
    this.encoder.setStates(kept, lanes);
  }

  /** See `BlockChain`. */
  keepStates(kept: LaneStates, lanes: Lanes, T: number): void {
    this.encoder.keepStates(kept, lanes, T);
  }

  /**
   * From the shard's x or ids to the last states, to the decoder's first where there is one, and to what it attends to
   * where it does.
   */
  encode(pass: Pass): Encoded {
    const outputs = this.encoder.forward(pass);
    this.decoder?.bridge.forward(pass);
    const { attend } = this.decoder ?? {};
    if (!attend) return { outputs, read: undefined };
    const { T, B, lengths } = pass;
    const lanes = { values: outputs, T, lanes: B, lengths, rows: undefined };
    return { outputs, read: { ...lanes, keys: attend.keysOf(lanes) } };
  }

  /** From the shard's x or ids to what the head reads: (T, B, width), or (1, B, width) where it is pooled. */
  forward(pass: NetworkPass): Offset {
    const { outputs, read } = this.encode(pass);
    if (!this.decoder) return outputs;
    this.read = read;
    return this.decoder.chain.forward({ ...decoderPass(pass), read });
  }

  /** After `forward` with the same pass, where the decoder is to read something else since: the same of the decoder alone. */
  decodeAgain(pass: NetworkPass): Offset {
    return this.decoding.forward({ ...decoderPass(pass), read: this.read });
  }

  /** Where the head writes the gradient of what it read, before `backward`. */
  headGradient(pass: NetworkPass): Offset {
    return this.decoder ? this.decoder.chain.topGradient(decoderPass(pass)) : this.encoder.topGradient(pass);
  }

  /** After `forward` with the same pass. `isFirst`: it began with the learned states, if there are any. */
  backward(pass: NetworkPass, isFirst: boolean): void {
    if (this.decoder) {
      const { chain, bridge, attend } = this.decoder;
      const after = decoderPass(pass);
      chain.backward({ ...after, read: this.read }, isFirst);
      bridge.backward(pass, after);
      const count = sequenceBytes(pass.T, pass.B, this.decoder.encoderRows, this.kernels.panel) / 4;
      const target = this.encoder.topGradient(pass);
      if (attend) this.kernels.elementwise(target, attend.readGradient, count, activationCodes.none);
      // Nothing reads the outputs of the encoder's steps.
      else this.kernels.zero(target, count);
    }
    this.encoder.backward(pass, isFirst);
  }
}

const decoderPass = ({ decoder }: NetworkPass): Pass => {
  if (!decoder) throw new Error('The pass knows nothing of the decoder.');
  return decoder;
};

const makeDecoder = (
  kernels: Kernels,
  { decoder }: NetworkPlan,
  shard: ShardPlan,
  encoder: readonly Block[],
): Decoder | undefined => {
  if (!decoder || !shard.decoder) return undefined;
  const { ids, blocks, bridge: buffers } = shard.decoder;
  const chain = new BlockChain(
    kernels,
    decoder.blocks,
    blocks,
    new SymbolInput(kernels, ids, decoder.input.vocabulary),
  );
  const from = encoder.findLast((block) => block instanceof LayerStack);
  const to = chain.blocks.find((block) => block instanceof LayerStack);
  if (!from || !to) throw new Error('A decoder has no layers to go on from, or none to go on with.');
  const bridge = new Bridge(kernels, decoder.bridge, buffers, from, to);
  const attend = chain.blocks.find((block) => block instanceof Attend);
  return { chain, bridge, encoderRows: decoder.encoderRows, attend };
};

const bottomInput = (kernels: Kernels, { shape: { input } }: NetworkPlan, { x, ids }: ShardPlan): LayerInput => {
  if (input.kind === 'numbers') return new DenseInput(kernels, x, input.size);
  if (ids === undefined) throw new Error('The network has no such buffer.');
  return new SymbolInput(kernels, ids, input.vocabulary);
};
