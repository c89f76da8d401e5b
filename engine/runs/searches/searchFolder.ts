import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkValue } from '../../checkValue.ts';
import type { Config } from '../../config.ts';
import { InputError } from '../../errors.ts';
import type { SearchRecord, Trial } from '../../records/searchRecords.ts';
import { JsonFault, parseStrictJson } from '../../strictJson.ts';
import { withoutNaN } from '../../withoutNaN.ts';
import { LineFile } from '../journal/lineFile.ts';
import { readLines } from '../journal/readLines.ts';
import { makeFolder, reasonOf } from '../runFolder.ts';
import { RunLock, RunLost } from '../runLock.ts';
import { writeAtomically } from '../writeAtomically.ts';
import { trialSchema } from '../../trialSchemas.ts';
import { searchRecordSchema } from './searchSchema.ts';

const [recordName, trialsName, bestName] = ['search.json', 'trials.jsonl', 'best.rnn.json'];

/**
 * One search on disk: `search.json`, `trials.jsonl` with a line for each trial, and `best.rnn.json`, a run config with the
 * best of them. Only who holds the folder writes to it. A kill at any instant loses the trial under way and no other.
 */
export class SearchFolder {
  readonly path: string;
  private readonly trials: LineFile;
  private lock: RunLock | undefined;

  private constructor(path: string) {
    this.path = path;
    this.trials = new LineFile(join(path, trialsName));
  }

  /** Makes the folder `searches/id`, and holds it. */
  static async create(searches: string, record: SearchRecord): Promise<SearchFolder> {
    const folder = new SearchFolder(await makeFolder(searches, record.id, 'search'));
    await folder.hold();
    await folder.writeRecord(record);
    return folder;
  }

  static open(path: string): SearchFolder {
    return new SearchFolder(path);
  }

  /** Makes this process the one that may write. Throws an `InputError` that says who holds it. */
  async hold(): Promise<void> {
    this.lock = await RunLock.take(this.path);
  }

  async release(): Promise<void> {
    const { lock } = this;
    this.lock = undefined;
    await lock?.release();
  }

  /** Throws an `InputError` that names the fields that are wrong. */
  async readRecord(): Promise<SearchRecord> {
    const file = join(this.path, recordName);
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new InputError(`is not a search: ${reasonOf(error)}`, { file });
    });
    try {
      return checkValue(searchRecordSchema, parseStrictJson(text), file);
    } catch (error) {
      throw error instanceof JsonFault ? new InputError(`is not a search: it ${error.message}`, { file }) : error;
    }
  }

  writeRecord(record: SearchRecord): Promise<void> {
    return this.write(recordName, record);
  }

  /** Those that are whole, oldest first; what is cut short is written over by the next. */
  async readTrials(): Promise<Trial[]> {
    const trials: Trial[] = [];
    this.trials.bytes = 0;
    try {
      for await (const line of readLines(this.trials.path)) {
        this.trials.bytes += Buffer.byteLength(line) + 1;
        const trial = parseTrial(line);
        if (trial) trials.push(trial);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return trials;
  }

  async addTrial(trial: Trial): Promise<void> {
    await this.check();
    await this.trials.append(`${JSON.stringify(withoutNaN(trial))}\n`);
  }

  /** What the best candidate is trained with, as a run config for `train --config`. */
  writeBest(config: Config): Promise<void> {
    return this.write(bestName, config);
  }

  private async write(name: string, value: object): Promise<void> {
    await this.check();
    await writeAtomically(join(this.path, name), [`${JSON.stringify(withoutNaN(value), null, 2)}\n`]);
  }

  private async check(): Promise<void> {
    if (!this.lock) throw new RunLost('is not held by this process', { file: this.path });
    await this.lock.check();
  }
}

const parseTrial = (line: string): Trial | undefined => {
  try {
    return trialSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};
