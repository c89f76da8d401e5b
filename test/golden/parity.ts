/**
 * Draws networks at random, lets PyTorch and the kernels of every instruction set compute each of them, and prints the
 * largest errors. The Python is RNN_STUDIO_PYTHON, or else a python3 that has PyTorch. Exit code 1 when an error is
 * larger than the golden tests allow.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findKernels } from '../../engine/compute/loadKernels.ts';
import { compareResults, type WorstError } from './compareResults.ts';
import {
  describeNetwork,
  type GoldenNetwork,
  readNetworks,
  resultBounds,
  resultKinds,
  type Results,
} from './goldenNetworks.ts';
import { runNetwork } from './runNetwork.ts';

const print = (line = ''): void => void process.stdout.write(`${line}\n`);
const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A Python that imports PyTorch. */
const findPython = (): string | undefined => {
  const wanted = process.env['RNN_STUDIO_PYTHON'];
  const candidates = wanted === undefined ? ['python3', '/usr/bin/python3'] : [wanted];
  return candidates.find((python) => spawnSync(python, ['-c', 'import numpy, torch']).status === 0);
};

interface Worst extends WorstError {
  readonly network: GoldenNetwork;
}

const worseOf = (worst: Worst | undefined, error: WorstError, network: GoldenNetwork): Worst =>
  worst && worst.error >= error.error ? worst : { ...error, network };

const { values: options } = parseArgs({
  options: { seed: { type: 'string' }, count: { type: 'string', default: '40' } },
});
const seed = options.seed ?? String(Math.floor(Math.random() * 2 ** 32));
const python = findPython();
if (python === undefined) {
  const asked = process.env['RNN_STUDIO_PYTHON'] ?? 'python3 and /usr/bin/python3';
  print(`Nothing was compared: ${asked} cannot import PyTorch and NumPy.`);
  print('Install them, or name a Python that has them in RNN_STUDIO_PYTHON.');
  process.exit(0);
}

const folder = await mkdtemp(join(tmpdir(), 'rnn-studio-parity-'));
try {
  print(`Seed ${seed}: ${options.count} networks; ${python} computes …`);
  const args = [pathOf('makeNetworks.py'), '--seed', seed, '--count', options.count, '--out', folder];
  if (spawnSync(python, args, { stdio: 'inherit' }).status !== 0) throw new Error('makeNetworks.py failed.');
  const { networks, program, updates, leftOut } = await readNetworks(folder);
  const backends = await findKernels(pathOf('../../dist/'), print);
  const worst = new Map<string, Worst>();
  const remember = (row: string, kind: string, error: WorstError, network: GoldenNetwork): void => {
    const key = `${row}/${kind}`;
    worst.set(key, worseOf(worst.get(key), error, network));
  };
  for (const network of networks) {
    let last: Results | undefined;
    for (const kernels of backends) {
      const found = await runNetwork(network, updates, kernels);
      const errors = compareResults(found, network.results);
      for (const kind of resultKinds) remember(kernels.name, kind, errors[kind], network);
      last = found;
    }
    // The last backend is plain WebAssembly, which is the same on every machine.
    for (const kernels of backends.slice(0, -1)) {
      const errors = compareResults(await runNetwork(network, updates, kernels), last!);
      for (const kind of resultKinds) remember(`${kernels.name} to WASM SIMD`, kind, errors[kind], network);
    }
    for (const kind of resultKinds) {
      remember(`${program} in 32 bits`, kind, { error: network.errorsIn32Bits[kind], tensor: '' }, network);
    }
  }
  const rows = [...new Set([...worst.keys()].map((key) => key.slice(0, key.lastIndexOf('/'))))];
  print(`\nLargest errors to ${program} in 64 bits, relative to the largest value of each tensor\n`);
  print(`| | forward | gradients of the layers | gradients of the loss | after ${updates} updates |`);
  print('|---|---|---|---|---|');
  for (const row of rows) {
    print(
      `| ${[row, ...resultKinds.map((kind) => worst.get(`${row}/${kind}`)?.error.toExponential(1))].join(' | ')} |`,
    );
  }
  print(
    `\n${leftOut} other networks were left out: rounding alone moves what ${program} makes of them in 32 bits by more`,
  );
  print('than a quarter of what is allowed.\n');
  for (const kind of resultKinds) {
    const { error, tensor, network } = backends
      .map(({ name }) => worst.get(`${name}/${kind}`)!)
      .reduce((a, b) => (b.error > a.error ? b : a));
    const bound = resultBounds[kind];
    const isTooLarge = !(error < bound);
    if (isTooLarge) process.exitCode = 1;
    const own = `${program} in 32 bits ${network.errorsIn32Bits[kind].toExponential(1)}`;
    const found = `${error.toExponential(1)} of ${bound.toExponential(0)}${isTooLarge ? ' is too large' : ''}`;
    print(`${kind}: ${found}, ${own}, in ${tensor} of ${describeNetwork(network)}`);
  }
} finally {
  await rm(folder, { recursive: true });
}
