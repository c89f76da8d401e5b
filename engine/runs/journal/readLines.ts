import { open } from 'node:fs/promises';

/** Bytes read at once. */
const pieceSize = 2 ** 18;
/** A line beyond this is none of ours. */
const longestLine = 2 ** 24;
const lineFeed = 0x0a;

/**
 * The whole lines of a file of any size, one after the other; what stands after the last line break is cut short and
 * left out. Node's own reader also breaks lines at characters that may stand in a text.
 */
export async function* readLines(file: string): AsyncGenerator<string> {
  const handle = await open(file, 'r');
  try {
    /** Of the line under way, and how long it is so far. */
    let begun: Buffer[] = [];
    let length = 0;
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize);
      if (bytesRead === 0) return;
      const bytes = buffer.subarray(0, bytesRead);
      let begin = 0;
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, begin)) {
        if (length <= longestLine) yield Buffer.concat([...begun, bytes.subarray(begin, end)]).toString();
        begun = [];
        length = 0;
        begin = end + 1;
      }
      length += bytesRead - begin;
      if (length <= longestLine) begun.push(bytes.subarray(begin));
      else begun = [];
    }
  } finally {
    await handle.close();
  }
}
