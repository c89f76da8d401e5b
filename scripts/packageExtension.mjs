/** Makes rnn-studio.vsix from a fresh build. What goes in is .vscodeignore's allow-list. */
import { build } from './build.mjs';
import { mustRun } from './processes.mjs';

export const packageExtension = async () => {
  await build();
  // Dependencies are in the bundles; relative links of the README stay as they are, there is no public repository.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license'];
  await mustRun(process.execPath, [
    'node_modules/@vscode/vsce/vsce',
    'package',
    '--out',
    'rnn-studio.vsix',
    ...options,
  ]);
};
