import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../../../engine/compute/random.ts';
import { InputError } from '../../../../../engine/errors.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { floats, idxBytes, npyBytes, zipBytes } from '../arrays/arrayBytes.ts';
import { temporaryFile } from '../temporaryFile.ts';

const files = 500;
/** Bytes that a file of a few hundred may take more of memory. */
const mostMemory = 256 << 20;

const timeSeries = `#x\n@problemName Toy\n@timeStamps false\n@missing true\n@classLabel true a b\n@data\n${'1,2.5,?,4:5,6,7,8:a\n-1e3,2:?,NaN:b\n'.repeat(4)}`;
const objects = '{"sequence":[[1,2],[3,null]],"label":"a","n":1}\n{"sequence":[[-1e3,0.5]],"label":"b"}\n'.repeat(4);

const values = floats(...Array.from({ length: 24 }, (_, at) => at / 2));
const labels = npyBytes("'|u1'", [4], Uint8Array.of(0, 1, 1, 0));
const array = npyBytes("'<f4'", [4, 3, 2], values);

const seeds: [string, string, Buffer][] = [
  ['time series', '.ts', Buffer.from(timeSeries)],
  ['objects a line', '.jsonl', Buffer.from(objects)],
  ['an array', '.npy', array],
  ['an archive of arrays', '.npz', zipBytes({ 'X.npy': array, 'y.npy': labels })],
  ['images', '-images-idx3-ubyte', idxBytes(8, [4, 3, 8], new Uint8Array(values.buffer))],
];

/** A byte replaced, cut out or put in, a stretch doubled, the end cut off: once or twice. */
const mutate = (content: Buffer, random: Random): Buffer => {
  let changed = content;
  for (let count = 1 + random.integer(2); count > 0; count--) {
    const at = random.integer(changed.length || 1);
    const to = Math.min(changed.length, at + 1 + random.integer(40));
    const byte = Buffer.of(random.integer(256));
    const [before, after] = [changed.subarray(0, at), changed.subarray(at)];
    switch (random.integer(5)) {
      case 0:
        changed = Buffer.concat([before, byte, after.subarray(1)]);
        break;
      case 1:
        changed = Buffer.concat([before, changed.subarray(to)]);
        break;
      case 2:
        changed = Buffer.concat([before, byte, after]);
        break;
      case 3:
        changed = Buffer.concat([changed.subarray(0, to), after]);
        break;
      default:
        changed = Buffer.from(before);
    }
  }
  return changed;
};

describe(`${files} mutated files are read or refused with an InputError, and take no more memory than they may:`, () => {
  test.each(seeds)('%s', async (_, extension, content) => {
    const random = createRandom(20);
    const file = temporaryFile('', extension);
    const handle = openSync(file, 'r+');
    let read = 0;
    const before = process.memoryUsage().rss;
    let most = before;
    for (let index = 0; index < files; index++) {
      const changed = mutate(content, random);
      // To write a file anew takes a hundred times as long.
      ftruncateSync(handle, writeSync(handle, changed, 0, changed.length, 0));
      try {
        const table = await readTable(file);
        expect(table.rows).toBeGreaterThan(0);
        read++;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
      if (index % 100 === 0) most = Math.max(most, process.memoryUsage().rss);
    }
    closeSync(handle);
    expect(read).toBeGreaterThan(files / 100);
    expect(read).toBeLessThan(files);
    expect(most - before).toBeLessThan(mostMemory);
  });
});
