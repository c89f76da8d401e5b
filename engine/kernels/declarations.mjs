/**
 * A kernel is declared where it is defined, by `KERNEL` before it. From the declarations follow the C prototypes, the
 * addon's bindings, and the signatures in TypeScript; WebAssembly exports what is defined.
 */
import { readdir, readFile } from 'node:fs/promises';

/** Where C sources lie; their names are unique. */
export const sourceFolders = [new URL('.', import.meta.url), new URL('cells/', import.meta.url)];

/**
 * @typedef {{ readonly name: string, readonly declared: string, readonly kind: 'pointer' | 'integer' | 'float' | 'double', readonly isOptional: boolean }} Parameter
 * @typedef {{ readonly name: string, readonly returns: string, readonly comment: string, readonly parameters: readonly Parameter[] }} Kernel
 */

/** The C sources and headers by name. */
export const readSources = async () => {
  /** @type {Record<string, string>} */
  const texts = {};
  for (const folder of sourceFolders) {
    const names = (await readdir(folder)).filter((name) => /\.[ch]$/.test(name)).sort();
    for (const name of names) texts[name] = await readFile(new URL(name, folder), 'utf8');
  }
  return texts;
};

/** @param {Readonly<Record<string, string>>} sources @returns {string[]} the files that hold kernels */
const kernelFiles = (sources) => Object.keys(sources).filter((name) => name.endsWith('.c'));

const declaration = /((?:\/\*\*(?:(?!\*\/)[^])*\*\/\n)?)^KERNEL (\w+) (\w+)\(([^)]*)\) \{/gm;

/**
 * All kernels in the order of the files. Throws for a parameter of a type that does not cross into JavaScript.
 * @param {Readonly<Record<string, string>>} sources
 * @returns {Kernel[]}
 */
export const findKernels = (sources) =>
  kernelFiles(sources).flatMap((file) =>
    [...(sources[file] ?? '').matchAll(declaration)].map(([, comment = '', returns = '', name = '', list = '']) => ({
      ...{ name, returns, comment: comment.trim() },
      parameters: list.split(',').map((one) => parseParameter(one.trim().replace(/\s+/g, ' '), `${file}: ${name}`)),
    })),
  );

/** @param {string} declared @param {string} where @returns {Parameter} */
const parseParameter = (declared, where) => {
  const [, type = '', star = '', optional = '', name = ''] =
    /^((?:const )?[a-z ]+?) ?(\*?)(OPTIONAL )?(\w+)$/.exec(declared) ?? [];
  const kinds = /** @type {const} */ ({ int: 'integer', unsigned: 'integer', float: 'float', double: 'double' });
  const kind = star ? 'pointer' : Object.entries(kinds).find(([known]) => known === type)?.[1];
  if (!name || !kind) throw new Error(`${where} has a parameter '${declared}' that JavaScript cannot give`);
  return { name, declared, kind, isOptional: optional !== '' };
};

/**
 * All kernels as one translation unit for every target: `-DVL=` and the target's flags make the difference.
 * @param {Readonly<Record<string, string>>} sources
 */
export const writeUnit = (sources) =>
  [
    '#include "kernels.h"',
    ...findKernels(sources).map(
      ({ name, returns, parameters }) =>
        `KERNEL ${returns} ${name}(${parameters.map(({ declared }) => declared).join(', ')});`,
    ),
    ...kernelFiles(sources).map((file) => `#include "${file}"`),
    '',
  ].join('\n');

const readers = { pointer: 'P', integer: 'I', float: 'F', double: 'D' };

/**
 * How JavaScript calls each kernel in the addon, for body.c.
 * @param {Readonly<Record<string, string>>} sources
 */
export const writeBindings = (sources) => {
  const kernels = findKernels(sources);
  const most = Math.max(...kernels.map(({ parameters }) => parameters.length));
  return [
    `#define ARGUMENTS ${most}`,
    ...kernels.map(({ name, returns, parameters }) => {
      const read = parameters.map(({ kind }, index) => `${readers[kind]}(${index})`);
      return `${returns === 'void' ? 'CALL' : 'ASK'}(${[name, ...read].join(', ')})`;
    }),
    'static const struct binding bindings[] = {',
    ...kernels.map(({ name }) => `BINDING(${name}),`),
    '{0, 0}};',
    '',
  ].join('\n');
};

/**
 * The module engine/compute/kernelFunctions.ts, not yet formatted.
 * @param {Readonly<Record<string, string>>} sources
 */
export const writeSignatures = (sources) => {
  const [, list = ''] = /enum activation \{([^}]*)\}/.exec(sources['kernels.h'] ?? '') ?? [];
  const codes = list.split(',').map((name, code) => `${name.trim().toLowerCase()}: ${code}`);
  return [
    '// Made from engine/kernels by the build: change a kernel there.',
    "import type { Offset } from './offset.ts';",
    '',
    '/** `enum activation` of `engine/kernels/kernels.h`. */',
    `export const activationCodes = { ${codes.join(', ')} } as const;`,
    '',
    '/** The kernels, whose buffers are laid out as `engine/kernels/kernels.h` says. */',
    'export interface KernelFunctions {',
    ...findKernels(sources).map(({ name, returns, comment, parameters }) => {
      const typed = parameters.map(({ name, kind, isOptional }) => {
        const type = kind === 'pointer' ? 'Offset' : 'number';
        return `${camelCase(name)}: ${type}${isOptional ? ' | undefined' : ''}`;
      });
      return `${comment}\n${name}(${typed.join(', ')}): ${returns === 'void' ? 'void' : 'number'};`;
    }),
    '}',
    '',
  ].join('\n');
};

/** @param {string} name */
const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => String(letter).toUpperCase());
