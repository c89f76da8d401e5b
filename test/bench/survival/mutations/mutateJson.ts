import type { Random } from '../../../../engine/compute/random.ts';

/** One of a list. */
export const pick = <T>(random: Random, values: readonly T[]): T => {
  const value = values[Math.floor(random.next() * values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
};

/** What no field expects, or what only some do. */
const hostile: readonly unknown[] = [
  ...[null, true, false, '', 'many', 'NaN', '__proto__', 'constructor', '\0', '\ud800', '../../x', 'é'.repeat(300)],
  ...[0, -0, -1, 1, 0.5, 1e-320, 7, 64, 1e3, 1e9, 2 ** 31, 2 ** 32, 1e12, 2 ** 53, 1e21, 1e300, -1e300],
  ...[[], {}, [[]], [null], [1e9, 1e9, 1e9], { a: 1 }, { __proto__: null, length: -1 }, { then: 1, toString: 2 }],
];

type Container = Record<string, unknown> | unknown[];

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** Every object and list in a value, itself first. */
const containersOf = (value: unknown): Container[] =>
  isContainer(value) ? [value, ...Object.values(value).flatMap(containersOf)] : [];

/** A copy of a JSON value in which one thing is another: a field changed, left out, added, renamed, moved or nested. */
export const mutateJson = (value: unknown, random: Random): unknown => {
  const root: { value: unknown } = { value: structuredClone(value) };
  const containers = containersOf(root);
  const container = pick(random, containers);
  const keys = Object.keys(container);
  const target = container as Record<string, unknown>;
  if (keys.length === 0) return pick(random, hostile);
  const key = pick(random, keys);
  switch (pick(random, ['set', 'set', 'set', 'scale', 'drop', 'add', 'rename', 'swap', 'nest', 'repeat'] as const)) {
    case 'set':
      target[key] = structuredClone(pick(random, hostile));
      break;
    case 'scale': {
      const old = target[key];
      target[key] = typeof old === 'number' ? old * pick(random, [-1, 0.5, 2, 1e6, 1e-6]) : String(old);
      break;
    }
    case 'drop':
      if (Array.isArray(container)) container.splice(Number(key), 1);
      else Reflect.deleteProperty(target, key);
      break;
    case 'add':
      target[pick(random, ['extra', '__proto__x', '0', 'kind', 'epoch'])] = structuredClone(pick(random, hostile));
      break;
    case 'rename':
      target[`${key}z`] = target[key];
      Reflect.deleteProperty(target, key);
      break;
    case 'swap': {
      const other = pick(random, containers.slice(1).length > 0 ? containers.slice(1) : containers);
      const otherKeys = Object.keys(other);
      if (otherKeys.length > 0)
        target[key] = structuredClone((other as Record<string, unknown>)[pick(random, otherKeys)]);
      break;
    }
    case 'nest':
      target[key] = pick(random, [[target[key]], { value: target[key] }]);
      break;
    case 'repeat':
      if (Array.isArray(container)) container.push(structuredClone(container[0]));
      else target[key] = [target[key], target[key]];
      break;
  }
  return root.value ?? null;
};

/** A JSON text in which characters are lost, added or others, or a key stands twice, or brackets never end. */
export const mutateText = (text: string, random: Random): string => {
  const at = Math.floor(random.next() * (text.length + 1));
  switch (pick(random, ['cut', 'drop', 'insert', 'replace', 'double', 'deepen', 'twice'] as const)) {
    case 'cut':
      return text.slice(0, at);
    case 'drop':
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(random.next() * 8));
    case 'insert':
      return (
        text.slice(0, at) +
        pick(random, ['"', '{', '}', '[', ']', ',', ':', '\\', '\0', '1', 'e9', '-', '\u2028']) +
        text.slice(at)
      );
    case 'replace':
      return text.slice(0, at) + String.fromCharCode(Math.floor(random.next() * 300)) + text.slice(at + 1);
    case 'double':
      return text + text;
    case 'deepen':
      return text.slice(0, at) + pick(random, ['[', '{"a":']).repeat(10_000) + text.slice(at);
    case 'twice': {
      const key = /"(?:\w|[.-])+":(?=[\d"tfn])/g;
      const found = [...text.matchAll(key)];
      if (found.length === 0) return text;
      const { index, 0: match } = pick(random, found);
      return `${text.slice(0, index)}${match}${pick(random, ['0', 'null', '"x"', '2'])},${text.slice(index)}`;
    }
  }
};
