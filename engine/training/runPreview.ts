import type { AwakeClock } from '../awakeClock.ts';
import type { PlotOptions, Task } from '../tasks/task.ts';
import type { JournalOptions, RunJournal } from './runJournal.ts';

/** Milliseconds that lie between two of a kind while the run goes on. */
const [sampleEvery, plotEvery] = [2000, 1000];

type PreviewOptions = Pick<JournalOptions, 'session' | 'data' | 'config' | 'folder'>;

/** What a run shows of its network: samples and plots, where its task has them. */
export class RunPreview {
  private readonly options: PreviewOptions;
  private readonly task: Task;
  private readonly journal: RunJournal;
  private readonly clock: AwakeClock;
  private readonly at = { sample: -Infinity, plot: -Infinity };

  constructor(options: PreviewOptions, task: Task, journal: RunJournal, clock: AwakeClock) {
    this.options = options;
    this.task = task;
    this.journal = journal;
    this.clock = clock;
  }

  /** After an epoch: whatever was not shown a moment ago. A plot is of the best weights alone. */
  async showEpoch(epoch: number, validLoss: number, isBest: boolean): Promise<void> {
    const now = this.clock.now();
    if (now - this.at.sample >= sampleEvery) this.sample(epoch, validLoss);
    if (isBest && now - this.at.plot >= plotEvery) await this.plot(epoch, 'valid');
  }

  sample(epoch: number, validLoss: number): void {
    const { session, data, config } = this.options;
    const { seed } = config.training;
    const sample = session.withAverage(() => this.task.sample?.(session, data, { seed, epoch, validLoss }));
    if (sample) this.journal.report(sample);
    this.at.sample = this.clock.now();
  }

  async plot(epoch: number, split: PlotOptions['split']): Promise<void> {
    const { session, data, folder } = this.options;
    const { intervals, otherIntervals, spread, blend } = this.journal.best ?? {};
    const calibration = { intervals, otherIntervals, spread, blend };
    const plot = session.withAverage(() => this.task.plot?.(session, data, { epoch, split, ...calibration }));
    try {
      if (plot) this.journal.report({ event: 'plot', epoch, file: await folder.writePlot(plot) });
    } catch (error) {
      await this.journal.warn(error);
    }
    this.at.plot = this.clock.now();
  }
}
