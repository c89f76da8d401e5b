import { readFile, writeFile } from 'node:fs/promises';
import { formatText } from '../../scripts/formatText.mjs';
import { writeSignatures } from './declarations.mjs';

const file = new URL('../compute/kernelFunctions.ts', import.meta.url);

/**
 * The module engine/compute/kernelFunctions.ts as the C sources have it.
 * @param {Readonly<Record<string, string>>} sources
 */
export const formatKernelFunctions = async (sources) => formatText('kernelFunctions.ts', writeSignatures(sources));

/**
 * Writes it where it differs from what is there, so that an unchanged build leaves the tree as it is.
 * @param {Readonly<Record<string, string>>} sources
 */
export const writeKernelFunctions = async (sources) => {
  const text = await formatKernelFunctions(sources);
  if (text !== (await readFile(file, 'utf8').catch(() => ''))) await writeFile(file, text);
};
