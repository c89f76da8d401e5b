/** `npm run bench [-- word…]`: runs every bench of test/bench, or those whose names contain one of the words, in any case. */
import { readFile, readdir } from 'node:fs/promises';
import { buildIfStale } from './build.mjs';
import { onPinnedNode } from './install.mjs';
import { run } from './processes.mjs';

const folder = 'test/bench';
const words = process.argv.slice(2);

await onPinnedNode();
await buildIfStale();

const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
const sources = await Promise.all(files.map((file) => readFile(`${folder}/${file}`, 'utf8')));
for (const file of files) {
  // What another file imports is a part of benches and none itself.
  if (sources.some((source) => source.includes(`'./${file}'`))) continue;
  if (words.length > 0 && !words.some((word) => file.toLowerCase().includes(word.toLowerCase()))) continue;
  console.log(`\n── ${file}`);
  if ((await run(process.execPath, [`${folder}/${file}`])) !== 0) process.exitCode = 1;
}
