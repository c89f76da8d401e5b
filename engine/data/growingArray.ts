const chunkLength = 1 << 16;

/** Numbers pushed one after another, into arrays of one kind; how many there will be need not be known. */
export interface GrowingArray<A> {
  push(value: number): void;
  /** All in one array. The pieces are given up as they are copied: nothing may be pushed any more. */
  take(): A;
}

export const growingDoubles = (): GrowingArray<Float64Array> => new Doubles();

export const growingIds = (): GrowingArray<Uint16Array> => new Ids();

// One class for both would see two kinds of array in its innermost statement, which makes it slow.

class Doubles implements GrowingArray<Float64Array> {
  private readonly full: Float64Array[] = [];
  private chunk = new Float64Array(chunkLength);
  private filled = 0;

  push(value: number): void {
    if (this.filled === chunkLength) {
      this.full.push(this.chunk);
      this.chunk = new Float64Array(chunkLength);
      this.filled = 0;
    }
    this.chunk[this.filled++] = value;
  }

  take(): Float64Array {
    return join(this.full, this.chunk.subarray(0, this.filled), (length) => new Float64Array(length));
  }
}

class Ids implements GrowingArray<Uint16Array> {
  private readonly full: Uint16Array[] = [];
  private chunk = new Uint16Array(chunkLength);
  private filled = 0;

  push(value: number): void {
    if (this.filled === chunkLength) {
      this.full.push(this.chunk);
      this.chunk = new Uint16Array(chunkLength);
      this.filled = 0;
    }
    this.chunk[this.filled++] = value;
  }

  take(): Uint16Array {
    return join(this.full, this.chunk.subarray(0, this.filled), (length) => new Uint16Array(length));
  }
}

const join = <A extends Float64Array | Uint16Array>(full: A[], last: A, allocate: (length: number) => A): A => {
  const all = allocate(full.length * chunkLength + last.length);
  let at = 0;
  for (let chunk = full.shift(); chunk; chunk = full.shift()) {
    all.set(chunk, at);
    at += chunkLength;
  }
  all.set(last, at);
  return all;
};
