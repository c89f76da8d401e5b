const chunkLength = 1 << 16;

/** Small whole numbers pushed one after another; how many there will be need not be known. */
export class GrowingIds {
  private readonly full: Uint16Array[] = [];
  private chunk = new Uint16Array(chunkLength);
  private filled = 0;

  get length(): number {
    return this.full.length * chunkLength + this.filled;
  }

  push(value: number): void {
    if (this.filled === chunkLength) {
      this.full.push(this.chunk);
      this.chunk = new Uint16Array(chunkLength);
      this.filled = 0;
    }
    this.chunk[this.filled++] = value;
  }

  /** All of them, a piece at a time. */
  *pieces(): Generator<Uint16Array, void, void> {
    yield* this.full;
    yield this.chunk.subarray(0, this.filled);
  }
}
