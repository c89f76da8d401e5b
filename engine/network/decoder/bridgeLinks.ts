import { panelsOf } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import type { BufferPlan, ParameterPlan } from '../blocks/block.ts';
import { specOf } from '../cells/findCell.ts';
import { layerSizesOf, type LayerSize } from '../layers/layerSizes.ts';
import type { NetworkSpec } from '../networkSpec.ts';
import { matrix, packedRows, vector, type ParameterShape } from '../parameterLayout.ts';
import { handingStacks } from './checkDecoder.ts';

/** A state of a layer of the decoder, and the last state of a layer of the encoder that it begins with or is made from. */
export interface BridgeLink {
  readonly layer: number;
  /** `h`, `c` */
  readonly state: string;
  readonly size: number;
  readonly sourceLayer: number;
  readonly sourceState: string;
  /** Values of the source's one or two directions, and of each. */
  readonly sourceSize: number;
  readonly sourceBlock: number;
  /** tanh(W x + b) of it, instead of itself. */
  readonly isLearned: boolean;
}

/** A learned link's parameters. */
interface LearnedLink {
  readonly weight: Offset;
  readonly bias: Offset;
  readonly transposed: Offset;
  /** Packed columns of what it reads. */
  readonly inputRows: number;
}

/** The links as all threads share them; those without parameters hand on what they read. */
export interface BridgePlan {
  readonly links: readonly (BridgeLink & { readonly learned: LearnedLink | undefined })[];
}

/** One thread's buffers: what a learned link reads, and its gradient. (1, B, the widest) */
export interface BridgeBuffers {
  readonly gradientShift: number;
  readonly joined: Offset;
  readonly dJoined: Offset;
}

const sizeOf = (state: string, { stateSize, hiddenSize }: LayerSize): number =>
  state === 'h' ? stateSize : hiddenSize;

/**
 * What each state of the decoder's layers begins with. Layer by layer where encoder and decoder have as many, else all
 * with the encoder's top layer; state by state where the encoder's cell has the same, else with its h.
 */
export const bridgeLinks = (network: NetworkSpec): readonly BridgeLink[] => {
  const { encoder, decoder } = handingStacks(network);
  const sources = layerSizesOf(encoder, 1);
  const known: readonly string[] = specOf(encoder.cell).states;
  const isLayered = encoder.layers.length === decoder.layers.length;
  return layerSizesOf(decoder, 1).flatMap((layerSize, layer) => {
    const sourceLayer = isLayered ? layer : sources.length - 1;
    const source = sources[sourceLayer];
    if (!source) throw new Error('A network has at least one layer.');
    return specOf(decoder.cell).states.map((state): BridgeLink => {
      const sourceState = known.includes(state) ? state : 'h';
      const size = sizeOf(state, layerSize);
      const sourceBlock = sizeOf(sourceState, source);
      const sourceSize = source.directions * sourceBlock;
      const isSame = isLayered && source.directions === 1 && sourceState === state && sourceSize === size;
      return { layer, state, size, sourceLayer, sourceState, sourceSize, sourceBlock, isLearned: !isSame };
    });
  });
};

const nameOf = (part: 'weight' | 'bias', { state, layer }: BridgeLink): string => `bridge.${part}_${state}_l${layer}`;

/** Of each learned link `bridge.weight_h_l0` (size, sourceSize) and `bridge.bias_h_l0` (size), as of torch.nn.Linear. */
export const bridgeParameters = (links: readonly BridgeLink[]): readonly ParameterShape[] =>
  links
    .filter(({ isLearned }) => isLearned)
    .flatMap((link) => {
      const { size, sourceSize: fan, sourceBlock } = link;
      return [
        matrix({ name: nameOf('weight', link), role: 'linear', fan }, 1, size, fan, sourceBlock),
        vector({ name: nameOf('bias', link), role: 'linearBias', fan }, 1, size),
      ];
    });

/** Additions and multiplications of a pass of a lane, forward, half of them. */
export const bridgeProducts = (links: readonly BridgeLink[]): number =>
  links.reduce((sum, { size, sourceSize, isLearned }) => sum + (isLearned ? size * sourceSize : 0), 0);

/** The links with their parameters' places. */
export const planBridge = (
  links: readonly BridgeLink[],
  { panel, parameterOf, addTranspose }: ParameterPlan,
): BridgePlan => ({
  links: links.map((link) => {
    if (!link.isLearned) return { ...link, learned: undefined };
    const weight = parameterOf(nameOf('weight', link));
    const inputRows = packedRows(link.sourceSize, link.sourceBlock, panel);
    const transposed = addTranspose(weight, inputRows, panelsOf(link.size, panel));
    return { ...link, learned: { weight, transposed, inputRows, bias: parameterOf(nameOf('bias', link)) } };
  }),
});

export const bridgeBuffers = ({ links }: BridgePlan, { gradientShift, sequence }: BufferPlan): BridgeBuffers => {
  const widest = Math.max(0, ...links.map(({ learned }) => learned?.inputRows ?? 0));
  return { gradientShift, joined: sequence(1, widest), dJoined: sequence(1, widest) };
};
