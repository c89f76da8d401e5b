import { expect, test } from 'vitest';
import { CellIds } from '../../../../../engine/files/columns/cellIds.ts';
import { TableStorage } from '../../../../../engine/files/tableStorage.ts';
import { bitsOf } from '../../bitsOf.ts';

const pageBytes = 2 ** 17;
const length = 4 * 65_536 + 77;
const idOf = (row: number): number => (row * 7919) % 1001;

test.each([
  ['in memory', Infinity],
  ['one page in memory, three in a file', pageBytes],
  ['in a file', 0],
])('ids %s are what was pushed, row by row in any order and piece by piece', (_, bytes) => {
  const storage = new TableStorage(bytes);
  const ids = new CellIds(storage);
  for (let row = 0; row < length; row++) ids.push(idOf(row));
  expect(storage.file === undefined).toBe(bytes === Infinity);
  expect(ids.length).toBe(length);
  let row = 0;
  for (const piece of ids.pieces()) {
    expect(bitsOf(piece)).toBe(bitsOf(Uint16Array.from(piece, (_id, at) => idOf(row + at))));
    row += piece.length;
  }
  expect(row).toBe(length);
  for (let at = length - 1; at >= 0; at -= 997) expect(ids.at(at)).toBe(idOf(at));
  for (let at = 0; at < length; at += 65_537) expect(ids.at(at)).toBe(idOf(at));
  expect([ids.at(length), ids.at(10 * length), ids.at(-1)]).toEqual([0, 0, 0]);
});

test('what waits for ids takes less than a kilobyte', () => {
  const before = process.memoryUsage().arrayBuffers;
  const columns = Array.from({ length: 1000 }, () => new CellIds(new TableStorage()));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  expect(columns.every((ids) => ids.length === 0)).toBe(true);
});
