import type { NetworkPlan } from '../networkPlan.ts';
import type { InputSpec } from '../networkSpec.ts';

export const inputSizeOf = ({ shape: { input } }: NetworkPlan): number =>
  input.kind === 'numbers' ? input.size : input.vocabulary;

/** The symbol that stands for nothing, where the network knows one. */
export const paddingOf = (input: InputSpec): number | undefined =>
  input.kind === 'symbols' ? input.padding : undefined;

/** Throws where the data has another size than the network. */
export const expect = (name: string, actual: number, expected: number): void => {
  if (actual !== expected) throw new Error(`The data has ${name} ${actual}, the network ${expected}.`);
};

/** Throws where an id is none of the `limit` that the network knows. */
export const checkBelow = (ids: Uint16Array | Int16Array | Int32Array, limit: number, what: string): void => {
  for (const id of ids) {
    if (id >= limit) throw new Error(`The data has ${what} ${id} where the network knows ${limit}.`);
  }
};
