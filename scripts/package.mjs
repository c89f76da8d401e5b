/**
 * `npm run package [-- --target <platform>]`: makes rnn-studio.vsix, which runs everywhere, or rnn-studio-<platform>.vsix,
 * with that platform's native kernels.
 */
import { parseArgs } from 'node:util';
import { onPinnedNode } from './install.mjs';
import { packageExtension } from './packageExtension.mjs';
import { CommandError } from './processes.mjs';
import { targets } from './targets.mjs';

await onPinnedNode();
const { target } = parseArgs({ options: { target: { type: 'string' } } }).values;
if (target !== undefined && !targets.some((known) => known === target)) {
  throw new CommandError(`There is no target ${target}; there are: ${targets.join(', ')}`);
}
await packageExtension(target);
