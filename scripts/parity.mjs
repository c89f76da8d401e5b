/** `npm run parity [-- --seed TEXT] [--count N]`: networks drawn afresh, beside PyTorch. */
import { buildIfStale } from './build.mjs';
import { onPinnedNode } from './install.mjs';
import { run } from './processes.mjs';

await onPinnedNode();
await buildIfStale();
process.exitCode = await run(process.execPath, ['test/golden/parity.ts', ...process.argv.slice(2)]);
