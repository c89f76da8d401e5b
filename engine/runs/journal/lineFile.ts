import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Whole lines of text in a file that grows. Each is there once, whenever the process is killed and however often the disk
 * is full: what a failed write has left is cut off. One call at a time.
 */
export class LineFile {
  readonly path: string;
  /** Of whole lines; anything behind them is the rest of a write that failed. */
  bytes: number;

  constructor(path: string, bytes = 0) {
    this.path = path;
    this.bytes = bytes;
  }

  /** Rejects where the file cannot be written: then nothing of `text` is in it. */
  async append(text: string): Promise<void> {
    const handle = await open(this.path, constants.O_RDWR | constants.O_CREAT);
    try {
      const { size } = await handle.stat();
      // A person may have cut the file.
      const begin = Math.min(this.bytes, size);
      if (size > begin) await handle.truncate(begin);
      const bytes = Buffer.from(text);
      try {
        for (let done = 0; done < bytes.length;) {
          done += (await handle.write(bytes, done, bytes.length - done, begin + done)).bytesWritten;
        }
        await handle.datasync();
      } catch (error) {
        // Others read the file, perhaps before there is room again. What cannot be cut now is cut by the next write.
        await handle.truncate(begin).catch(() => undefined);
        throw error;
      }
      this.bytes = begin + bytes.length;
    } finally {
      await handle.close();
    }
  }
}
