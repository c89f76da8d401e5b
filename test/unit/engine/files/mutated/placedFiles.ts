import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from '../../../../../engine/compute/random.ts';
import { mutateBytes } from './mutateBytes.ts';
import type { SmallFiles } from './smallFiles.ts';

interface Placed {
  readonly name: string;
  readonly content: Buffer;
  readonly handle: number;
}

/** Small files in a folder of their own, one of which is changed at a time. They stay open: to write a file anew takes a hundred times as long. */
export class PlacedFiles {
  /** What is opened. */
  readonly path: string;
  private readonly placed: readonly Placed[];

  constructor(folder: string, { opened, files }: SmallFiles) {
    this.path = join(folder, opened);
    this.placed = Object.entries(files).map(([name, content]) => {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      const handle = openSync(file, 'w+');
      const placed = { name, content, handle };
      fill(placed, content);
      return placed;
    });
  }

  /** One of them changed, until `restore` is called. */
  mutate(random: Random): { readonly name: string; readonly content: Buffer; readonly restore: () => void } {
    const placed = this.placed[random.integer(this.placed.length)];
    if (!placed) throw new Error('there are no files');
    const content = mutateBytes(placed.content, random);
    fill(placed, content);
    return { name: placed.name, content, restore: () => fill(placed, placed.content) };
  }

  close(): void {
    for (const { handle } of this.placed) closeSync(handle);
  }
}

const fill = ({ handle }: Placed, content: Buffer): void => {
  ftruncateSync(handle, writeSync(handle, content, 0, content.length, 0));
};
