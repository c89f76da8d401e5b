import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const files = globSync('{engine,src,webview,test,scripts}/**/*.*', { cwd: root });
/** Every room may have one, and its name says the same in each. */
const ofEveryRoom = new Set(['main', 'protocol', 'registry']);

const countBy = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

test('a folder holds at most 25 files', () => {
  expect(files.length).toBeGreaterThan(500);
  const folders = countBy(files.map((file) => dirname(file)));
  expect([...folders].filter(([, count]) => count > 25)).toEqual([]);
});

test('no two files of the product have the same name', () => {
  const code = files.filter((file) => /^(engine|src|webview)\b.*\.tsx?$/.test(file));
  const names = code.map((file) => basename(file).replace(/\.tsx?$/, '')).filter((name) => !ofEveryRoom.has(name));
  expect([...countBy(names)].filter(([, count]) => count > 1)).toEqual([]);
});
