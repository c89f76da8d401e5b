/**
 * Compiles the kernels: `node engine/kernels/build.mjs` writes dist/kernels*.wasm, the kernels'
 * signatures in TypeScript, and where a C compiler is at hand the addon dist/kernels-<platform>-<arch>.node.
 */
import { execFile } from 'node:child_process';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runLLVM } from '@yowasp/clang';
import { compileAddon, hasBodies } from './addon/addonBuild.mjs';
import { readSources, writeUnit } from './declarations.mjs';
import { linkWindows } from './addon/linkWindows.mjs';
import { writeKernelFunctions } from './writeKernelFunctions.mjs';

const dist = new URL('../../dist/', import.meta.url);

const sources = await readSources();
const files = { ...sources, 'kernels.c': writeUnit(sources) };

await writeKernelFunctions(sources);

const clang =
  'clang --target=wasm32 -std=c23 -O3 -Wall -Wextra -Werror -ffreestanding -fvisibility=default ' +
  '-msimd128 -matomics -mbulk-memory -c -o kernels.o kernels.c';
const link =
  'wasm-ld --no-entry --export-dynamic --import-memory --shared-memory --strip-all --export=__stack_pointer ' +
  '-z stack-size=65536 --max-memory=4294967296 -o kernels.wasm kernels.o';

/**
 * The compiler package cannot start its linker, hence two calls.
 * @param {string[]} flags
 */
const compile = async (flags) => {
  const objects = (await runLLVM([...clang.split(' '), ...flags], files)) ?? {};
  const binary = (await runLLVM(link.split(' '), objects))?.['kernels.wasm'];
  if (!(binary instanceof Uint8Array)) throw new Error('The linker wrote no kernels.wasm.');
  return binary;
};

await mkdir(dist, { recursive: true });
for (const { name, flags } of [
  { name: 'kernels.wasm', flags: [] },
  { name: 'kernels-relaxed.wasm', flags: ['-mrelaxed-simd'] },
]) {
  const binary = await compile(flags);
  await writeFile(new URL(name, dist), binary);
  console.log(`dist/${name}: ${binary.length} bytes`);
}

const run = promisify(execFile);

const isWindows = process.platform === 'win32';

/**
 * The first C compiler that answers, undefined where none does. On Windows clang alone: `cl` has no vector extensions,
 * and gcc does not align the stack there for vectors of 32 bytes and more.
 */
const findCompiler = async () => {
  for (const name of [process.env['CC'], 'clang', ...(isWindows ? [] : ['cc', 'gcc'])]) {
    if (!name) continue;
    const answer = await run(name, ['--version']).catch(() => undefined);
    if (answer && (!isWindows || answer.stdout.includes('clang'))) return name;
  }
  return undefined;
};

const buildAddon = async () => {
  const { platform, arch } = process;
  const name = `kernels-${platform}-${arch}.node`;
  await rm(new URL(name, dist), { force: true });
  if (!hasBodies(arch) || (isWindows && arch !== 'x64')) return `no kernels for ${platform}-${arch}`;
  const compiler = await findCompiler();
  if (!compiler) return `not built: no C compiler (CC, clang${isWindows ? '' : ', cc, gcc'})`;
  const folder = fileURLToPath(new URL('.objects/', dist));
  const built = `${folder}${name}`;
  const target = isWindows ? ['--target=x86_64-pc-windows-msvc', '-nostdlib'] : ['-fPIC'];
  try {
    const objects = await compileAddon(platform, arch, folder, async (args) => {
      await run(compiler, [...target, ...args]);
    });
    if (isWindows) {
      await linkWindows(objects, built, folder, async (tool, args) => {
        await run(tool, [...args]);
      });
    } else {
      const shared = platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-Wl,-s'];
      await run(compiler, [...shared, '-o', built, ...objects]);
    }
    const { size } = await stat(built);
    // In one step: a process that has the old one loaded keeps it.
    await rename(built, new URL(name, dist));
    return `${size} bytes, by ${compiler}`;
  } catch (error) {
    return `not built: ${error instanceof Error ? error.message.trim() : String(error)}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

console.log(`dist/kernels-${process.platform}-${process.arch}.node: ${await buildAddon()}`);
