import type { Flow } from './blocks/block.ts';
import { checkShared, head } from './blocks/head.ts';
import { kindOf } from './blocks/registry.ts';
import type { InputSpec, NetworkSpec } from './networkSpec.ts';
import { placeParameters, type ParameterPlace, type ParameterShape } from './parameterLayout.ts';

const flowOf = (input: InputSpec): Flow => {
  if (input.kind === 'symbols' && (input.padding ?? 0) >= input.vocabulary) {
    throw new Error(`Padding ${input.padding} is none of the ${input.vocabulary} symbols.`);
  }
  const size = input.kind === 'symbols' ? input.vocabulary : input.size;
  return {
    kind: input.kind === 'symbols' ? 'symbols' : 'vectors',
    ...{ size, block: size, directions: 1, isEveryStep: true, keepsLast: false },
    padding: input.kind === 'symbols' ? input.padding : undefined,
  };
};

/** What each block reads, the head last. Throws where one cannot read what the one below hands on. */
export const flowsOf = ({ input, encoder, head: headSpec }: NetworkSpec): readonly Flow[] => {
  const flows = [flowOf(input)];
  for (const spec of encoder) {
    const below = flows.at(-1);
    if (below) flows.push(kindOf(spec).flow(spec, below));
  }
  const top = flows.at(-1);
  const embedding = encoder.findIndex(({ block }) => block === 'embed');
  if (top) checkShared(headSpec, top, embedding < 0 ? undefined : flows[embedding + 1]);
  return flows;
};

/** All parameters in the order of the blocks. */
const parametersOf = (network: NetworkSpec): readonly ParameterShape[] => {
  const flows = flowsOf(network);
  const input = (index: number): Flow => {
    const flow = flows[index];
    if (!flow) throw new Error(`The network has no block ${index}.`);
    return flow;
  };
  return [
    ...network.encoder.flatMap((spec, index) => kindOf(spec).parameters(spec, input(index))),
    ...head.parameters(network.head, input(network.encoder.length)),
  ];
};

/** Where the parameters lie, in panels of so many floats. */
export const layOutParameters = (network: NetworkSpec, panel: number): readonly ParameterPlace[] =>
  placeParameters(parametersOf(network), panel);
