import { join } from 'node:path';
import type { RunEvent } from '../../protocol.ts';
import { JournalFile, type JournalPosition } from './journalFile.ts';
import { runFiles } from '../runFiles.ts';

/**
 * All that a run reports, in `metrics.jsonl` (steps, epochs, logs, its end), `samples.jsonl` and `gradients.jsonl`. One
 * call at a time but for `add`: then the files agree with each other and with the checkpoint that is written after them.
 */
export class EventFiles {
  private readonly metrics: JournalFile;
  private readonly samples: JournalFile;
  private readonly gradients: JournalFile;

  constructor(folder: string) {
    this.metrics = new JournalFile(join(folder, runFiles.metrics));
    this.samples = new JournalFile(join(folder, runFiles.samples));
    this.gradients = new JournalFile(join(folder, runFiles.gradients));
  }

  /** To be written by the next `save`. What is kept elsewhere, in `run.json`, `forecast.json` and `results.json`, is left out. */
  add(event: RunEvent): void {
    if (event.event === 'sample') this.samples.add(event);
    else if (event.event === 'gradients') this.gradients.add(event);
    else if (event.event !== 'plot' && event.event !== 'config') this.metrics.add(event);
  }

  /** `savedStep` is that of the newest checkpoint on disk. What could not be written is written by the next call. */
  async save(savedStep: number): Promise<void> {
    for (const file of this.files) await file.save(savedStep);
  }

  /** As `RunFolder.rewind`. */
  async rewind(position: JournalPosition): Promise<number> {
    const last = await this.metrics.rewind(position);
    for (const file of [this.samples, this.gradients]) await file.rewind(position);
    return last && 'seconds' in last ? last.seconds : 0;
  }

  /** After the last `save` of a run. */
  async finish(): Promise<void> {
    for (const file of this.files) await file.finish();
  }

  private get files(): readonly JournalFile[] {
    return [this.metrics, this.samples, this.gradients];
  }
}
