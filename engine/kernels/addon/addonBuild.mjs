/** How the kernels become a native addon: one object file per instruction set, and one that chooses among them. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSources, sourceFolders, writeBindings, writeUnit } from '../declarations.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);
const { include_dir: headers } = /** @type {{ include_dir: string }} */ (require('node-api-headers'));

const avx512 = ['-DVL=16', '-DMR=13', '-mavx512f', '-mavx512dq', '-mfma', '-mprefer-vector-width=512'];
const avx512bf16 = [...avx512, '-mavx512bw', '-mavx512bf16'];

/**
 * Vector length and rows of a tile, as many as the registers hold, beside the compiler's flags.
 * @type {Record<string, readonly { name: string, flags: readonly string[] }[]>}
 */
const bodies = {
  x64: [
    { name: 'sse2', flags: ['-DVL=4', '-DMR=4'] },
    { name: 'avx2', flags: ['-DVL=8', '-DMR=6', '-mavx2', '-mfma'] },
    {
      name: 'avx512',
      flags: avx512,
    },
    { name: 'avx512bf16', flags: avx512bf16 },
    { name: 'amx', flags: [...avx512bf16, '-mamx-tile', '-mamx-bf16'] },
  ],
  arm64: [{ name: 'neon', flags: ['-DVL=4', '-DMR=8'] }],
};

const flags = [
  ...['-std=gnu17', '-O3', '-Wall', '-Wextra', '-Werror', '-ffreestanding', '-fvisibility=hidden'],
  ...['-fno-math-errno', '-ffp-contract=fast', '-fno-stack-protector', '-isystem', headers],
];

/** Whether there are kernels for the architecture, as `process.arch` names it. */
export const hasBodies = (/** @type {string} */ arch) => arch in bodies;

/**
 * @param {string} platform as `process.platform` names it
 * @param {string} arch
 * @param {string} objects folder for the object files and what is made for them, emptied first
 * @param {(args: readonly string[]) => Promise<void>} compile runs the compiler
 * @returns {Promise<string[]>} the object files
 */
export const compileAddon = async (platform, arch, objects, compile) => {
  await rm(objects, { recursive: true, force: true });
  await mkdir(objects, { recursive: true });
  const sources = await readSources();
  await writeFile(join(objects, 'kernels.c'), writeUnit(sources));
  await writeFile(join(objects, 'bindings.h'), writeBindings(sources));
  const units = [
    { source: 'addon.c', object: 'addon.o', more: /** @type {readonly string[]} */ ([]) },
    ...(platform === 'win32' ? [{ source: 'nodeFunctions.c', object: 'nodeFunctions.o', more: [] }] : []),
    ...(bodies[arch] ?? []).map(({ name, flags }) => ({
      source: 'body.c',
      object: `${name}.o`,
      more: [`-DBODY=${name}`, ...flags],
    })),
  ];
  await Promise.all(
    units.map(({ source, object, more }) =>
      compile([
        ...flags,
        ...more,
        ...sourceFolders.flatMap((source) => ['-I', fileURLToPath(source)]),
        '-I',
        objects,
        '-c',
        '-o',
        join(objects, object),
        join(folder, source),
      ]),
    ),
  );
  return units.map(({ object }) => join(objects, object));
};
