import { isDeepStrictEqual } from 'node:util';
import type { Flow } from '../network/blocks/block.ts';
import { segmentedWindow } from '../network/checkSeries.ts';
import { flowsOf } from '../network/networkFlows.ts';
import { networkOf } from '../network/networkOf.ts';
import type { NetworkSpec } from '../network/networkSpec.ts';
import { taskOf } from './findTask.ts';
import type { ModelParts } from './model.ts';

/** The blocks of a model's network: those that it says, or of before it said any, those that its options describe. */
export const networkOfModel = (parts: ModelParts): NetworkSpec => {
  return parts.network ?? describedNetwork(parts);
};

/** The blocks that a model says where its options describe others: those go with it, whatever becomes of its config. */
export const ownNetworkOf = (parts: ModelParts): NetworkSpec | undefined =>
  isDeepStrictEqual(parts.network, describedNetwork(parts)) ? undefined : parts.network;

const describedNetwork = (parts: ModelParts): NetworkSpec => {
  const { config } = parts;
  return networkOf(taskOf(config).sizesOf(parts).shape, config.model, config.training.loss);
};

/** Why the blocks that a model says, or that its options describe, cannot be its network; undefined where they can. */
export const findNetworkFault = (parts: ModelParts): string | undefined => {
  const { network, config } = parts;
  const { shape } = taskOf(config).sizesOf(parts);
  const described = describedNetwork(parts);
  if (!network) {
    const flow = topOf(described);
    return typeof flow === 'string' ? `config.model: ${flow}` : undefined;
  }
  if (!isDeepStrictEqual(network.decoder?.input, described.decoder?.input)) {
    return 'network.decoder: is not what its task asks for';
  }
  const { outputs, groups } = network.head;
  if (!isDeepStrictEqual(network.input, described.input)) return 'network.input: is not that of the data';
  if (outputs !== described.head.outputs || groups !== described.head.groups) {
    return `network.head: has ${groups} × ${outputs} outputs for ${described.head.groups} × ${described.head.outputs}`;
  }
  const window = segmentedWindow(network);
  if (window !== undefined && window !== shape.series?.window) {
    return `network.encoder: cuts windows of ${window} rows, which are not those of the data`;
  }
  const flow = topOf(network);
  if (typeof flow === 'string') return `network.encoder: ${flow}`;
  return flow.isEveryStep === shape.everyStep ? undefined : 'network.encoder: does not end where its task predicts';
};

/** What the head reads, or why a block cannot read what comes from below. */
const topOf = (network: NetworkSpec): Flow | string => {
  try {
    return flowsOf(network).top;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
