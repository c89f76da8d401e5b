import { basename } from 'node:path';
import { takeBreath } from '../../errands/errand.ts';
import { InputError } from '../../errors.ts';

/** Bytes one after another, as a stream gives them, in the pieces that are asked for. */
export class ByteReader {
  private readonly file: string;
  /** What the bytes are, in a message: `the images`. */
  private readonly what: string;
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(file: string, what: string, chunks: AsyncIterable<Buffer>) {
    this.file = file;
    this.what = what;
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, which are few. Throws an `InputError` where there are fewer. */
  async take(count: number): Promise<Buffer> {
    while (this.rest.length < count) {
      const chunk = await this.next();
      if (!chunk) throw new InputError(`ends in the middle of ${this.what}; get the whole file`, { file: this.file });
      this.rest = Buffer.concat([this.rest, chunk]);
    }
    const taken = this.rest.subarray(0, count);
    this.rest = this.rest.subarray(count);
    return taken;
  }

  /** The next `total` bytes in pieces of whole `unit`s. Throws an `InputError` where there are fewer. */
  async *pieces(total: number, unit: number): AsyncGenerator<Buffer, void, void> {
    const doing = `reading ${basename(this.file)}`;
    for (let left = total; left > 0;) {
      await takeBreath({ doing, share: 1 - left / total });
      if (this.rest.length < Math.min(unit, left)) {
        const first = await this.take(unit);
        this.rest = Buffer.concat([first, this.rest]);
      }
      const whole = Math.min(left, this.rest.length - (this.rest.length % unit));
      const piece = this.rest.subarray(0, whole);
      this.rest = this.rest.subarray(whole);
      left -= whole;
      yield piece;
    }
  }

  /** Throws an `InputError` where there is more. */
  async expectEnd(): Promise<void> {
    if (this.rest.length === 0) this.rest = (await this.next()) ?? this.rest;
    if (this.rest.length === 0) return;
    throw new InputError(`holds more bytes than ${this.what} says; get the file anew`, { file: this.file });
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async next(): Promise<Buffer | undefined> {
    try {
      const next = await this.chunks.next();
      return next.done ? undefined : next.value;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!code.startsWith('Z_')) throw error;
      throw new InputError(`${this.what} cannot be unpacked: it is damaged or cut; get the file anew`, {
        file: this.file,
      });
    }
  }
}
