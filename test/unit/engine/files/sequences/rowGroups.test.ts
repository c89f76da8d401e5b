import { expect, test } from 'vitest';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { groupRows } from '../../../../../engine/files/sequences/rowGroups.ts';
import { temporaryFile } from '../temporaryFile.ts';

const groupsOf = async (ids: readonly string[], name = 'id') => {
  const file = temporaryFile(`${name},x\n${ids.map((id, row) => `${id},${row}`).join('\n')}\n`);
  return { file, groups: groupRows(await readTable(file), name) };
};

test.each([
  ['numbers', ['7', '7', '007', '3', '3', '12.5'], ['7', '3', '12.5'], [0, 3, 5, 6]],
  ['words', ['b', 'a', 'a', 'c'], ['b', 'a', 'c'], [0, 1, 3, 4]],
  ['dates', ['2024-01-01', '2024-01-01', '2024-01-02'], ['2024-01-01', '2024-01-02'], [0, 2, 3]],
])('rows that stand together are a sequence: %s', async (_, ids, names, starts) => {
  const { groups } = await groupsOf(ids);
  expect([...groups.starts]).toEqual(starts);
  expect(Array.from({ length: groups.count }, (_, group) => groups.nameOf(group))).toEqual(names);
});

test('more words than categories can be are sequences too', async () => {
  const { groups } = await groupsOf(Array.from({ length: 4000 }, (_, row) => `w${row >> 1}`));
  expect([groups.count, groups.nameOf(1999)]).toEqual([2000, 'w1999']);
});

test('what returns after another, and a row of no sequence, are told with their line', async () => {
  await expect(groupsOf(['a', 'a', 'b', 'a'])).rejects.toThrow(
    ":5: 'a' in column id returns after another; put the rows of a sequence together, as by sorting the file by id",
  );
  await expect(groupsOf(['1', '', '2'])).rejects.toThrow(':3: the row has no id, which says its sequence; give it one');
});
