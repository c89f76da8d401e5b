import { specOf } from '../cells/findCell.ts';
import type { NetworkSpec, RecurSpec } from '../networkSpec.ts';

/** Recurrent layers between which states are handed on. */
export interface Stacks {
  readonly encoder: RecurSpec;
  readonly decoder: RecurSpec;
}

/** The encoder's last stack of layers and the decoder's only one. Throws where there are none such. */
export const handingStacks = ({ encoder: blocks, decoder }: NetworkSpec): Stacks => {
  const encoder = blocks.findLast((spec) => spec.block === 'recur');
  if (!encoder) {
    throw new Error('A decoder begins with the last states of recurrent layers, and the encoder has no such layers.');
  }
  const stacks = decoder?.blocks.filter((spec) => spec.block === 'recur') ?? [];
  const [own] = stacks;
  if (!own || stacks.length > 1)
    throw new Error(`A decoder has one stack of recurrent layers, and not ${stacks.length}.`);
  return { encoder, decoder: own };
};

/** Throws where a decoder cannot go on from the encoder. */
export const checkDecoder = (network: NetworkSpec): void => {
  const stacks = handingStacks(network);
  const top = network.encoder.at(-1);
  if (top && top !== stacks.encoder) {
    throw new Error(
      `The decoder begins with the states of ${stacks.encoder.name}, and nothing reads ${top.name} above it: ` +
        'let the encoder end with its layers.',
    );
  }
  const { name, bidirectional, initialState } = stacks.decoder;
  if (bidirectional) {
    throw new Error(`${name} cannot read backwards what the decoder is yet to put out: let it have one direction.`);
  }
  if (initialState === 'learned') {
    throw new Error(`The first states of ${name} are the encoder's last, and none of its own: let them be zeros.`);
  }
  const blocks = network.decoder?.blocks ?? [];
  const feeder = blocks.find((spec) => spec.block === 'attend' && spec.feeds);
  const { fed, layerNorm, cell } = stacks.decoder;
  const isFed =
    feeder?.block === 'attend' && feeder.size === fed && blocks[blocks.indexOf(feeder) - 1] === stacks.decoder;
  if ((feeder !== undefined || fed !== undefined) && !isFed) {
    throw new Error(`${name} reads what an attention right above it puts out, and both say how much that is.`);
  }
  if (fed !== undefined && (layerNorm || !specOf(cell).isRecurrent)) {
    throw new Error(`${name} goes step by step where it is fed: let it have recurrent products, and none normalised.`);
  }
  const names = [...network.encoder, ...blocks, network.head].map((spec) => spec.name);
  const twice = names.find((one, index) => names.indexOf(one) < index);
  if (twice !== undefined) throw new Error(`Two blocks have the name ${twice}, which is their parameters' name.`);
};
