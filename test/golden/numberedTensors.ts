import type { Tensor } from '../../engine/compute/tensor.ts';
import { readSafetensors } from '../../engine/runs/safetensors.ts';

/** The tensors of a file by number and name: `3/forward/outputs` is `forward/outputs` of the fourth of `count`. */
export const readNumberedTensors = async (file: string, count: number): Promise<readonly Map<string, Tensor>[]> => {
  const numbered = Array.from({ length: count }, () => new Map<string, Tensor>());
  for (const [name, tensor] of (await readSafetensors(file)).tensors) {
    const slash = name.indexOf('/');
    numbered[Number(name.slice(0, slash))]?.set(name.slice(slash + 1), tensor);
  }
  return numbered;
};
