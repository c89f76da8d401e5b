import type { SymbolSource } from '../compute/source.ts';
import { ScratchFile } from '../scratchFile.ts';

/** Takes the ids of a text one piece after another, to memory or, where they may be too many for it, to a file. */
export class SymbolWriter {
  length = 0;
  private readonly memory: Uint16Array | undefined;
  private readonly file: ScratchFile | undefined;
  private buffer = new Uint16Array(0);

  /**
   * @param most ids that there will be at most
   * @param limit bytes of ids that are kept in memory
   */
  constructor(most: number, limit: number) {
    // Pages that are never written take no memory.
    if (most * 2 <= limit) this.memory = new Uint16Array(most);
    else this.file = new ScratchFile();
  }

  /** Where the next ids go, room for so many. */
  room(count: number): Uint16Array {
    if (this.memory) return this.memory.subarray(this.length, this.length + count);
    if (this.buffer.length < count) this.buffer = new Uint16Array(count);
    return this.buffer;
  }

  /** The first `count` ids in the room are the next ones. */
  take(count: number): void {
    this.file?.append(this.buffer.subarray(0, count));
    this.length += count;
  }

  finish(): SymbolSource['ids'] {
    const { memory, length, file } = this;
    if (file) return file;
    // A copy where most of the room stayed empty.
    return memory && length * 2 > memory.length ? memory.subarray(0, length) : (memory ?? this.buffer).slice(0, length);
  }
}
