import type { Random } from '../../../../../engine/compute/random.ts';
import { mutateBytes } from '../../../../unit/engine/files/mutated/mutateBytes.ts';
import { pick } from '../mutateJson.ts';

/** What stands in no cell of a sound table, or in few. */
const oddCells = [
  ...[
    '',
    ' ',
    '\0',
    '"',
    '""',
    '"a',
    'a"b',
    '\r',
    '\r\n\r\n',
    '\ufeff',
    'é',
    '\ud83d\ude00',
    '#',
    '// x',
    '=1+1',
    '\t',
  ],
  ...['NaN', 'NA', '-', '--', '?', 'Infinity', '-inf', 'null', 'None', '-999', '0x1f', '1_000', '١٢', '½', 'true'],
  ...['1e999', '-1e308', '1.8e308', '5e-324', '1e-400', '-0', '9007199254740993', '00012', '1e', '.', '1.2.3', '1,2,3'],
  ...['0000-00-00', '9999-99-99', '+275760-09-13', '2020-02-30', '24:00', '1/1/1', '1e18', '-1e15', '12:60 PM'],
  ...[
    '2020-W54',
    'Q5 2020',
    'Feb 30',
    '1600000000000000000000',
    '2020-01-01T00:00:00+99:99',
    '__proto__',
    'constructor',
  ],
];

/** Long ones, whose length is drawn. */
const longCells: readonly ((length: number) => string)[] = [
  (length) => '9'.repeat(length),
  (length) => `0.${'0'.repeat(length)}1`,
  (length) => 'x'.repeat(length),
  (length) => 'ü '.repeat(length / 2),
  (length) => `"${'a,\n'.repeat(length / 3)}"`,
  (length) => '"'.repeat(length),
  (length) => ','.repeat(length),
  (length) => '\n'.repeat(length),
  (length) => '1;'.repeat(length / 2),
  (length) => ' '.repeat(length),
  (length) => '\0'.repeat(length),
  (length) => '-'.repeat(length),
  (length) => '(1'.repeat(length / 2),
  (length) => '1,000'.repeat(length / 5),
  (length) => '2020-'.repeat(length / 5),
  (length) => '#\n'.repeat(length / 2),
  (length) => `1e${'1'.repeat(length)}`,
];

/** A stretch between two of these is a cell, or close to one. */
const isEdge = (byte: number | undefined): boolean =>
  byte === 44 || byte === 59 || byte === 9 || byte === 10 || byte === 13;

const cellAt = (content: Buffer, at: number): readonly [number, number] => {
  let begin = at;
  let end = at;
  while (begin > 0 && !isEdge(content[begin - 1])) begin--;
  while (end < content.length && !isEdge(content[end])) end++;
  return [begin, end];
};

const lineAt = (content: Buffer, at: number): readonly [number, number] => {
  const begin = content.lastIndexOf(10, Math.max(0, at - 1)) + 1;
  const end = content.indexOf(10, at);
  return [Math.min(begin, at), end < 0 ? content.length : end + 1];
};

const replace = (content: Buffer, begin: number, end: number, by: Buffer): Buffer =>
  Buffer.concat([content.subarray(0, begin), by, content.subarray(end)]);

const kinds = ['bytes', 'bytes', 'cell', 'cell', 'cells', 'long', 'line', 'lines', 'edge', 'column'] as const;

/**
 * One to three things in a table are others: bytes, cells, a cell that is very long, lines that are lost, moved or come
 * again, delimiters, a column of which every cell is odd. `longest` bounds what is put in, in characters.
 */
export const mutateTable = (content: Buffer, random: Random, longest: number): Buffer => {
  let changed = content;
  for (let count = 1 + random.integer(3); count > 0; count--) changed = mutateOnce(changed, random, longest);
  return changed;
};

const mutateOnce = (content: Buffer, random: Random, longest: number): Buffer => {
  const at = random.integer(content.length || 1);
  switch (pick(random, kinds)) {
    case 'bytes':
      return mutateBytes(content, random);
    case 'cell':
      return replace(content, ...cellAt(content, at), Buffer.from(pick(random, oddCells)));
    case 'cells': {
      const [begin, end] = cellAt(content, at);
      const cell = content.subarray(begin, Math.min(content.length, end + 1));
      const times = 1 + random.integer(Math.max(1, Math.floor(longest / (10 + cell.length))));
      return replace(content, begin, begin, Buffer.concat(Array.from({ length: times }, () => cell)));
    }
    case 'long': {
      const text = pick(random, longCells)(Math.floor(longest * random.next() ** 2));
      return replace(content, ...cellAt(content, at), Buffer.from(text));
    }
    case 'line': {
      const [begin, end] = lineAt(content, at);
      const line = content.subarray(begin, end);
      const place = random.integer(3) === 0 ? 0 : random.integer(content.length + 1);
      return random.integer(2) === 0 ? replace(content, begin, end, Buffer.of()) : replace(content, place, place, line);
    }
    case 'lines': {
      const [begin, end] = lineAt(content, at);
      const odd = Buffer.from(`${pick(random, oddCells)}\n`);
      const line = random.integer(2) === 0 ? content.subarray(begin, end) : odd;
      const times = 1 + random.integer(Math.max(1, Math.floor(longest / (10 + line.length))));
      return replace(content, begin, begin, Buffer.concat(Array.from({ length: times }, () => line)));
    }
    case 'edge': {
      const [from, to] = [pick(random, [44, 59, 9, 10, 13, 34, 46, 32]), pick(random, [44, 59, 9, 10, 13, 34, 0, 124])];
      return content.map((byte) => (byte === from && random.integer(4) > 0 ? to : byte)) as Buffer;
    }
    case 'column': {
      const cell = pick(random, oddCells);
      const order = random.integer(3);
      const lines = content.toString('latin1').split('\n');
      const mark = pick(random, [',', ';', '\t']);
      const odd = lines.map((line, row) => line.split(mark).map((old, i) => (i === order && row > 0 ? cell : old)));
      return Buffer.from(odd.map((line) => line.join(mark)).join('\n'), 'latin1');
    }
  }
};
