import { parentPort, workerData } from 'node:worker_threads';
import { Dataset, File, Group, ready } from 'h5wasm';
import type { Tensor } from '../compute/tensor.ts';
import { findTooLarge } from '../runs/tooLarge.ts';
import type { Hdf5Answer, Hdf5Content, Hdf5Dataset, Hdf5Reading, Hdf5Task } from './hdf5.ts';

/** In the library's own memory: it sees no disk, and a link in a file leads nowhere. */
const path = 'weights.h5';
const deepest = 12;
const mostDatasets = 10_000;

/** What is wrong with a file, in words for its owner. */
class Refusal extends Error {}

const answer = async (task: Hdf5Task): Promise<Hdf5Answer> => {
  const { FS } = await ready;
  if (task.kind === 'write') return { kind: 'bytes', bytes: write(task.content, FS) };
  FS.writeFile(path, task.bytes);
  return { kind: 'reading', reading: read(task.group, task.bytes.length) };
};

const read = (groupName: string, bytes: number): Hdf5Reading => {
  const file = new File(path, 'r');
  if (file.file_id < 0) throw new Refusal('it is damaged or cut short');
  const root = file.keys();
  const datasets: Hdf5Dataset[] = [];
  let claimed = 0;
  const walk = (group: Group, prefix: string, depth: number): void => {
    if (depth > deepest) throw new Refusal(`its groups are nested more than ${deepest} deep`);
    for (const key of group.keys()) {
      const member = group.get(key);
      if (member instanceof Group) walk(member, `${prefix}${key}/`, depth + 1);
      if (!(member instanceof Dataset)) continue;
      if (datasets.length >= mostDatasets) throw new Refusal(`it holds more than ${mostDatasets} datasets`);
      const { shape, metadata } = member;
      const count = (shape ?? [0]).reduce((product, size) => product * size, 1);
      claimed += count * metadata.size;
      if (claimed > bytes) throw new Refusal(`${prefix}${key} claims ${count} values, the file has ${bytes} bytes`);
      datasets.push({ path: `${prefix}${key}`, ...readDataset(member, shape ?? [0], count) });
    }
  };
  const group = root.includes(groupName) ? file.get(groupName) : undefined;
  if (group instanceof Group) walk(group, '', 0);
  return { root, datasets };
};

/** Letters of NumPy's types of floats. */
const floats: Readonly<Record<string, string>> = { e: '16-bit floats', f: '32-bit floats', d: '64-bit floats' };

const readDataset = (dataset: Dataset, shape: readonly number[], count: number): Omit<Hdf5Dataset, 'path'> => {
  const { dtype } = dataset;
  const type = typeof dtype === 'string' ? floats[dtype.slice(1)] : undefined;
  if (type === undefined) return { type: typeof dtype === 'string' ? dtype : 'compound values', tensor: undefined };
  const { value } = dataset;
  if (!ArrayBuffer.isView(value) || value instanceof Uint8Array) return { type, tensor: undefined };
  const wide = value as Float32Array | Float64Array;
  const values = Float32Array.from(wide);
  if (values.length !== count) throw new Refusal(`it has ${values.length} of ${count} values`);
  return { type, tensor: { shape, values }, tooLarge: findTooLarge(values, (at) => wide[at] ?? NaN) };
};

const write = ({ groups, datasets }: Hdf5Content, files: { readFile(path: string): Uint8Array }): Uint8Array => {
  const file = new File(path, 'w');
  for (const { path: name, name: attribute } of groups) {
    const group = file.create_group(name);
    if (attribute !== undefined) group.create_attribute('name', attribute);
  }
  for (const { path: name, tensor } of datasets) file.create_dataset({ name, ...plain(tensor) });
  if (file.close() < 0) throw new Error('The HDF5 file could not be closed.');
  return files.readFile(path);
};

const plain = ({ shape, values }: Tensor) => ({ data: values, shape: [...shape], dtype: '<f' });

try {
  parentPort?.postMessage(await answer(workerData as Hdf5Task));
} catch (error) {
  const { kind } = workerData as Hdf5Task;
  const isSaid = error instanceof Refusal || kind === 'write';
  const message = isSaid && error instanceof Error ? error.message : 'it is damaged or cut short';
  parentPort?.postMessage({ kind: 'error', message } satisfies Hdf5Answer);
}
