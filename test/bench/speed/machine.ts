import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Backend } from './backends.ts';
import type { Peers } from './peers.ts';

/** What the figures were taken on and with, and how busy it was; a line each. */
export const describeMachine = async (backends: readonly Backend[], { torches, tfjs }: Peers): Promise<string[]> => {
  const [processor] = cpus();
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^PRETTY_NAME="(.*)"$/m.exec(system)?.[1] ?? `${type()} ${release()}`;
  const memory = Math.round(totalmem() / 2 ** 30);
  const versions = torches.map(({ version }) => version).join(' and ');
  return [
    `${processor?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${memory} GB; ${name}`,
    `Node ${process.version}; kernels: ${backends.map(({ module }) => module.name).join(', ')}`,
    `PyTorch ${versions || 'missing'}; tfjs ${tfjs?.hello.version ?? 'missing'}`,
    `load of the machine before the first measurement: ${(loadavg()[0] ?? NaN).toFixed(1)}`,
  ];
};

/** The processor's name as part of a file's: `amd-epyc`. */
export const processorSlug = (model = cpus()[0]?.model ?? 'unknown'): string =>
  model
    .replace(/@.*|\((r|tm)\)|\b(processor|cpu)\b/gi, ' ')
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
