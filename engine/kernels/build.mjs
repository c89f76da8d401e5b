/** Compiles the kernels to WebAssembly: `node engine/kernels/build.mjs` writes dist/kernels*.wasm. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { runLLVM } from '@yowasp/clang';

const folder = new URL('.', import.meta.url);
const dist = new URL('../../dist/', import.meta.url);

const sources = (await readdir(folder)).filter((name) => /\.[ch]$/.test(name));
const files = Object.fromEntries(
  await Promise.all(sources.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')])),
);

/** The compiler package cannot start its linker, hence two calls. */
const compile = async (flags) => {
  const clang = ['clang', '--target=wasm32', '-std=c23', '-O3', '-Wall', '-Wextra', '-Werror', '-ffreestanding', '-fvisibility=default'];
  const objects = await runLLVM(
    [...clang, '-msimd128', '-matomics', '-mbulk-memory', ...flags, '-c', '-o', 'kernels.o', 'kernels.c'],
    files,
  );
  const link = ['wasm-ld', '--no-entry', '--export-dynamic', '--import-memory', '--shared-memory', '--strip-all'];
  const linked = await runLLVM(
    [
      ...link,
      '--export=__stack_pointer',
      '--export=__heap_base',
      '-z',
      'stack-size=65536',
      '--max-memory=4294967296',
      '-o',
      'kernels.wasm',
      'kernels.o',
    ],
    objects,
  );
  return linked['kernels.wasm'];
};

await mkdir(dist, { recursive: true });
for (const [name, flags] of [
  ['kernels.wasm', []],
  ['kernels-relaxed.wasm', ['-mrelaxed-simd']],
]) {
  const binary = await compile(flags);
  await writeFile(new URL(name, dist), binary);
  console.log(`dist/${name}: ${binary.length} bytes`);
}
