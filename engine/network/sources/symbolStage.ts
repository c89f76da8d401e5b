import type { NetworkPlan } from '../networkPlan.ts';
import type { ScratchFile } from '../../scratchFile.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Stage } from './stage.ts';

/** Stretches of text: the symbols of an example, and the one after them. */
export class SymbolStage implements Stage {
  /** (batchSize, stride) */
  readonly ids: Offset;
  private readonly memory: SharedMemory;
  private readonly file: ScratchFile;
  private readonly stride: number;

  constructor(memory: SharedMemory, file: ScratchFile, { steps, batchSize }: NetworkPlan) {
    this.memory = memory;
    this.file = file;
    this.stride = steps + 1;
    this.ids = memory.allocate(batchSize * this.stride * 2, 'The data');
    // What lay here before may be no symbol; the one after the last of a text is looked up, and not used.
    memory.symbols(this.ids, batchSize * this.stride).fill(0);
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    const { memory, file, stride } = this;
    for (let index = 0; index < examples.length; index++) {
      const first = index * stride;
      file.read(memory.symbols(shift(this.ids, first * 2), stride), (examples[index] ?? 0) * 2);
      staged[index] = first;
    }
  }
}
