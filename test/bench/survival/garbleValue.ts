import type { Random } from '../../../engine/compute/random.ts';
import { pick } from './pick.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where in a value something was changed, from the outermost key on, and the value with the change. */
export interface Garbled {
  readonly path: readonly string[];
  readonly value: unknown;
}

const strange: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e-320,
  1e9,
  2 ** 53,
  1e308,
  '',
  'many',
  '5',
  '\u0000',
  '__proto__',
  '\ud800',
  [],
  {},
  [[]],
  [null],
  { length: -1 },
];

/** A JSON value with one of its values, at whatever depth, replaced, taken out, doubled, or put in another's place. */
export const garbleValue = (value: unknown, random: Random): Garbled => {
  const copy = structuredClone(value);
  const places = placesOf(copy, []);
  if (places.length === 0) return { path: [], value: pick(strange, random) };
  const { holder, key, path } = pick(places, random);
  const old = holder[key];
  switch (random.integer(6)) {
    case 0:
      // As a key that is missing from JSON, and a place in an array that moves up.
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      break;
    case 1:
      holder[key] = pick(places, random).holder;
      // A circle is no JSON.
      if (isWithin(holder, holder[key])) holder[key] = null;
      break;
    case 2:
      if (Array.isArray(old)) holder[key] = [...(old as unknown[]), ...(old as unknown[])];
      else holder[`${key}x`] = old;
      break;
    case 3:
      if (typeof old === 'number') {
        holder[key] = pick([-old, old + 1, old - 1, old * 2, old / 2, old + 1e-9, old * 1e6], random);
        break;
      }
      if (typeof old === 'string') {
        holder[key] = pick([`${old}x`, old.slice(1), old.toUpperCase(), old.repeat(50)], random);
        break;
      }
      holder[key] = pick(strange, random);
      break;
    default:
      holder[key] = pick(strange, random);
  }
  return { path, value: copy };
};

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly path: readonly string[];
}

/** Every value within another, arrays of numbers by their first ones only: they would be nearly all there is. */
const placesOf = (value: unknown, path: readonly string[]): Place[] => {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder)
    .slice(0, 60)
    .flatMap((key) => [{ holder, key, path: [...path, key] }, ...placesOf(holder[key], [...path, key])]);
};

const isWithin = (inner: unknown, outer: unknown): boolean =>
  inner === outer ||
  (typeof outer === 'object' && outer !== null && Object.values(outer).some((value) => isWithin(inner, value)));
