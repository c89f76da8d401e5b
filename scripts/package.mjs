/**
 * `npm run package`: makes rnn-studio.vsix, which runs everywhere, and rnn-studio-<platform>.vsix for each platform whose
 * native kernels can be built here: cross-built by clang 16 and lld, else this machine's own by its C compiler.
 * `npm run package -- --target <platform>` makes that one alone.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { onPinnedNode } from './install.mjs';
import { addonOf, packageExtension, packageForPlatform } from './packageExtension.mjs';
import { CommandError, mustRun } from './processes.mjs';
import { targets } from './targets.mjs';

await onPinnedNode();
const { target } = parseArgs({ options: { target: { type: 'string' } } }).values;
if (target !== undefined && !targets.some((known) => known === target)) {
  throw new CommandError(`There is no target ${target}; there are: ${targets.join(', ')}`);
}
if (target !== undefined) {
  await build();
  await packageForPlatform(target);
} else {
  await mustRun(process.execPath, ['scripts/prebuild.mjs']);
  await packageExtension();
  for (const platform of targets) {
    if (existsSync(addonOf(platform))) await packageForPlatform(platform);
    else
      console.log(`No rnn-studio-${platform}.vsix: ${addonOf(platform)} is not built ("npm run prebuild" makes it).`);
  }
}
