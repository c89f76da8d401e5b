/** Compiles the kernels to WebAssembly: `node engine/kernels/build.mjs` writes dist/kernels*.wasm. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { runLLVM } from '@yowasp/clang';

const folder = new URL('.', import.meta.url);
const dist = new URL('../../dist/', import.meta.url);

const sources = (await readdir(folder)).filter((name) => /\.[ch]$/.test(name));
/** @type {Record<string, string>} */
const files = Object.fromEntries(
  await Promise.all(sources.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')])),
);

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
