/** `npm run bench [-- name…]`: runs every file of test/bench, or those whose names contain one of the words. */
import { readdir } from 'node:fs/promises';
import { buildIfStale } from './build.mjs';
import { onPinnedNode } from './install.mjs';
import { run } from './processes.mjs';

await onPinnedNode();
await buildIfStale();

const words = process.argv.slice(2);
for (const file of (await readdir('test/bench')).filter((name) => /\.bench\.(ts|mjs)$/.test(name)).sort()) {
  if (words.length > 0 && !words.some((word) => file.includes(word))) continue;
  console.log(`\n── ${file}`);
  if ((await run(process.execPath, [`test/bench/${file}`])) !== 0) process.exitCode = 1;
}
