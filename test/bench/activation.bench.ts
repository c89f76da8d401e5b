/** How long `activate()` takes inside a real VS Code, and loading the extension's code besides: what the in-editor suite says of it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { stdout, status } = spawnSync(process.execPath, ['scripts/test.mjs', 'host'], { cwd: root, encoding: 'utf8' });
const figure = /activates \((activate\(\) took [^)]*loading the code)\)/.exec(stdout)?.[1];
if (figure === undefined)
  throw new Error(`the in-editor suite told no figure (exit code ${status}):\n${stdout.slice(-2000)}`);
console.log(figure);
