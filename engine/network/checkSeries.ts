import type { Flow } from './blocks/block.ts';
import type { NetworkSpec } from './networkSpec.ts';

/** Throws where what is taken off windows is not what is given back, or an output layer is given other outputs than its own. */
export const checkSeries = ({ encoder, head }: NetworkSpec, top: Flow): void => {
  const taken = encoder.filter((spec) => spec.block === 'normalise');
  const [first] = taken;
  if (taken.length > 1 || (first && encoder[0] !== first)) {
    throw new Error(`A network takes levels off once, and at its bottom.`);
  }
  for (const spec of encoder) {
    if (spec.block !== 'restore') continue;
    const { name, of, isLearned, targets } = spec;
    if (first?.name !== of || isLearned !== (first.by === 'instance')) {
      throw new Error(`${name} gives back what ${of} took off, and there is no such block.`);
    }
    const beyond = targets.find((target) => target >= first.columns.length);
    if (beyond !== undefined) throw new Error(`${name} has a column ${beyond} of ${first.columns.length}.`);
  }
  if (!head.isGiven) return;
  if (head.groups !== 1 || head.sharesEmbedding || top.isEveryStep || top.size !== head.outputs) {
    throw new Error(`${head.name} is given ${top.size} outputs for ${head.groups} × ${head.outputs} of its own.`);
  }
};

/** Rows of the windows that go by segments, where they do. */
export const segmentedWindow = ({ encoder }: NetworkSpec): number | undefined =>
  encoder.find((spec) => spec.block === 'segments')?.window;
