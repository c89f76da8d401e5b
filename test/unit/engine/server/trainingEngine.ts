import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import type { DoneEvent } from '../../../../engine/protocol.ts';
import { Engine } from '../../../../engine/server/engine.ts';

/** An engine in this process, with a folder for its files and runs: one for each test, or one for all of a block. */
export class TrainingEngine {
  folder = '';
  private made: Engine | undefined;
  private ended: ((done: DoneEvent | Error) => void) | undefined;

  constructor(lifetime: 'test' | 'block') {
    const [before, after] = lifetime === 'test' ? [beforeEach, afterEach] : [beforeAll, afterAll];
    before(async () => {
      this.folder = await mkdtemp(join(tmpdir(), 'rnn-engine-'));
      this.made = new Engine({
        runEvents: ({ events }) => {
          for (const event of events) {
            if (event.event === 'done') this.ended?.(event);
            if (event.event === 'error') this.ended?.(new Error(event.message));
          }
          return Promise.resolve();
        },
        runStatus: () => undefined,
        generated: () => undefined,
        learningRatePoints: () => undefined,
      });
    });
    after(async () => {
      await this.made?.dispose();
      await rm(this.folder, { recursive: true });
    });
  }

  get engine(): Engine {
    if (!this.made) throw new Error('the engine is made before the first test');
    return this.made;
  }

  /** A file of these lines, each with a line break behind it. */
  async write(name: string, lines: readonly string[]): Promise<string> {
    const file = join(this.folder, name);
    await writeFile(file, `${lines.join('\n')}\n`);
    return file;
  }

  /** Trains to the end. Rejects with the message of a run that fails. */
  async train(file: string, config: Config): Promise<DoneEvent> {
    const ended = new Promise<DoneEvent | Error>((resolve) => (this.ended = resolve));
    await this.engine.train({ file, config, runs: join(this.folder, 'runs') });
    const end = await ended;
    if (end instanceof Error) throw end;
    return end;
  }
}
