import type { Flow } from './blocks/block.ts';
import { checkShared, head } from './blocks/head.ts';
import { kindOf } from './blocks/registry.ts';
import { checkSeries } from './checkSeries.ts';
import { bridgeLinks, bridgeParameters } from './decoder/bridgeLinks.ts';
import { checkDecoder } from './decoder/checkDecoder.ts';
import type { EncoderSpec, InputSpec, NetworkSpec } from './networkSpec.ts';
import { placeParameters, type ParameterPlace, type ParameterShape } from './parameterLayout.ts';

/** What the blocks of a network read: block `index` of a list flow `index`, and the last is what comes out of it. */
export interface NetworkFlows {
  readonly encoder: readonly Flow[];
  /** Empty where there is none. */
  readonly decoder: readonly Flow[];
  /** What the head reads. */
  readonly top: Flow;
}

const flowOf = (input: InputSpec): Flow => {
  if (input.kind === 'symbols' && (input.padding ?? 0) >= input.vocabulary) {
    throw new Error(`Padding ${input.padding} is none of the ${input.vocabulary} symbols.`);
  }
  const size = input.kind === 'symbols' ? input.vocabulary : input.size;
  return {
    kind: input.kind === 'symbols' ? 'symbols' : 'vectors',
    ...{ size, block: size, directions: 1, isEveryStep: true, keepsLast: false },
    padding: input.kind === 'symbols' ? input.padding : undefined,
    letters: input.kind === 'symbols' ? input.letters : undefined,
    labels: input.kind === 'symbols' ? input.labels : undefined,
  };
};

/** `read`: what the encoder puts out, in a decoder. */
const flowsThrough = (
  input: InputSpec,
  blocks: readonly EncoderSpec[],
  read?: Flow['read'],
): readonly [...Flow[], Flow] => {
  const flows: Flow[] = [];
  let flow: Flow = { ...flowOf(input), read };
  for (const spec of blocks) {
    flows.push(flow);
    flow = { ...kindOf(spec).flow(spec, flow), read };
  }
  return [...flows, flow];
};

/** Throws where a block cannot read what the one below hands on, or a decoder cannot go on from the encoder. */
export const flowsOf = (network: NetworkSpec): NetworkFlows => {
  const { input, encoder, decoder, head: headSpec } = network;
  const below = flowsThrough(input, encoder);
  if (decoder) checkDecoder(network);
  const above = decoder && flowsThrough(decoder.input, decoder.blocks, below.at(-1));
  const [blocks, flows] = decoder && above ? [decoder.blocks, above] : [encoder, below];
  const top = flows[flows.length - 1] as Flow;
  const embedding = blocks.findIndex(({ block }) => block === 'embed');
  checkSeries(network, top);
  checkShared(headSpec, top, embedding < 0 ? undefined : flows[embedding + 1]);
  return { encoder: below, decoder: above ?? [], top };
};

/** Block `index` reads flow `index`. */
export const flowAt = (flows: readonly Flow[], index: number): Flow => {
  const flow = flows[index];
  if (!flow) throw new Error(`The network has no block ${index}.`);
  return flow;
};

/** The name of the vectors that an output layer may share: of the symbols that it puts out. */
export const sharedEmbeddingOf = ({ encoder, decoder }: NetworkSpec): string | undefined =>
  (decoder?.blocks ?? encoder).find(({ block }) => block === 'embed')?.name;

/** All parameters in the order of the blocks. */
const parametersOf = (network: NetworkSpec): readonly ParameterShape[] => {
  const flows = flowsOf(network);
  const ofBlocks = (blocks: readonly EncoderSpec[], inputs: readonly Flow[]): readonly ParameterShape[] =>
    blocks.flatMap((spec, index) => kindOf(spec).parameters(spec, flowAt(inputs, index)));
  const { encoder, decoder } = network;
  const shared = network.head.sharesEmbedding ? sharedEmbeddingOf(network) : undefined;
  return [
    ...ofBlocks(encoder, flows.encoder),
    ...(decoder ? [...bridgeParameters(bridgeLinks(network)), ...ofBlocks(decoder.blocks, flows.decoder)] : []),
    ...head.parameters(network.head, flows.top),
    // As the weight of an output layer it would give outputs far too large for a beginning, were it drawn as vectors are.
  ].map((shape) => (shape.name === `${shared}.weight` ? { ...shape, role: 'linear', fan: shape.outputs } : shape));
};

/** Where the parameters lie, in panels of so many floats. */
export const layOutParameters = (network: NetworkSpec, panel: number): readonly ParameterPlace[] =>
  placeParameters(parametersOf(network), panel);
