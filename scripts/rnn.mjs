/** `npm run rnn -- <command>`: the command line, built first when it is not up to date. */
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { onPinnedNode, root } from './install.mjs';
import { run } from './processes.mjs';

const folder = process.env['INIT_CWD'] ?? process.cwd();
await onPinnedNode();
await buildIfStale();
process.exitCode = await run(process.execPath, [join(root, 'dist/rnn-studio.mjs'), ...process.argv.slice(2)], {
  cwd: folder, // where npm was called: files are named from there
});
