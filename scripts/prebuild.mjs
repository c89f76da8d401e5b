/**
 * `npm run prebuild [-- target…]`: cross-builds the native kernels to dist/kernels-<target>.node, with clang 16 and lld
 * (Debian: clang-16 lld-16 llvm-16). No system headers or libraries are needed. npm also runs it before `npm run build`,
 * by its name: without a target named it does nothing where clang is missing or dist/ is up to date.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import { compileAddon } from '../engine/kernels/addon/addonBuild.mjs';
import { linkWindows } from '../engine/kernels/addon/linkWindows.mjs';
import { unlessFresh } from './build.mjs';
import { onPinnedNode } from './install.mjs';
import { CommandError, findCommand, mustRun } from './processes.mjs';
import { targets } from './targets.mjs';

const version = '-16';

/** What clang calls the targets. */
const triples = {
  'linux-x64': 'x86_64-linux-gnu',
  'linux-arm64': 'aarch64-linux-gnu',
  'darwin-x64': 'x86_64-apple-macos11',
  'darwin-arm64': 'arm64-apple-macos11',
  'win32-x64': 'x86_64-pc-windows-msvc',
};

/** @param {readonly string[]} files @param {string} out */
const linkLinux = (files, out) => mustRun(`ld.lld${version}`, ['-shared', '--strip-all', '-o', out, ...files]);

/** @param {readonly string[]} files @param {string} out @param {string} arch */
const linkMac = (files, out, arch) => {
  const system = ['-platform_version', 'macos', '11.0', '11.0'];
  const options = ['-dylib', '-undefined', 'dynamic_lookup', '-adhoc_codesign', '-S', '-x'];
  return mustRun(`ld64.lld${version}`, [
    ...['-arch', arch === 'x64' ? 'x86_64' : 'arm64', ...system, ...options, '-o', out],
    ...files,
  ]);
};

/** @param {keyof typeof triples} target */
const prebuild = async (target) => {
  const [platform = '', arch = ''] = target.split('-');
  const folder = `dist/.${target}`;
  const out = `dist/kernels-${target}.node`;
  const flags = [`--target=${triples[target]}`, '-nostdlib', ...(platform === 'win32' ? [] : ['-fPIC'])];
  const files = await compileAddon(platform, arch, folder, (args) => mustRun(`clang${version}`, [...flags, ...args]));
  if (platform === 'linux') await linkLinux(files, out);
  else if (platform === 'darwin') await linkMac(files, out, arch);
  else await linkWindows(files, out, folder, (tool, args) => mustRun(`${tool}${version}`, args));
  await rm(folder, { recursive: true });
  console.log(`${out}: ${(await stat(out)).size} bytes`);
};

await onPinnedNode();
await mkdir('dist', { recursive: true });
const wanted = process.argv.slice(2);
const unknown = wanted.filter((target) => !targets.some((known) => known === target));
if (unknown.length > 0) {
  throw new CommandError(`There is no target ${unknown.join(', ')}; there are: ${targets.join(', ')}`);
}
if (wanted.length > 0) for (const target of targets.filter((known) => wanted.includes(known))) await prebuild(target);
else if (!(await findCommand(`clang${version}`)))
  console.log(`No clang${version}: native kernels are not cross-built.`);
else {
  const sources = ['engine/kernels', 'scripts/prebuild.mjs'];
  await unlessFresh('dist/.prebuilt', sources, async () => {
    for (const target of targets) await prebuild(target);
  });
}
