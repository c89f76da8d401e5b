import type {
  ConfigEvent,
  DoneEvent,
  EpochEvent,
  ErrorEvent,
  GradientsEvent,
  RunEvent,
  SampleEvent,
  StepEvent,
} from '../../engine/protocol.ts';

/** What can stand on the x axis of the curves; time is training time in seconds. */
export type XAxis = 'step' | 'epoch' | 'time';

/** Numbers by training step, one array a quantity, so that long runs stay cheap to draw. */
export interface StepColumns {
  readonly step: number[];
  /** With the fraction of the epoch that is done. */
  readonly epoch: number[];
  readonly time: number[];
  readonly trainLoss: number[];
  readonly gradNorm: number[];
  readonly learningRate: number[];
}

/** Of more epochs, samples and lines of the log than twice these an even selection, or the newest, stays. */
const mostEpochs = 4096;
const mostSamples = 1024;
const mostLines = 1000;

export interface LogLine {
  readonly order: number;
  readonly text: string;
}

/**
 * The events of one run, put in order. A resumed run begins again at its last checkpoint: what was reported beyond
 * that point is replaced by what is reported now, so that every x ascends.
 */
export class RunHistory {
  readonly steps: StepColumns = { step: [], epoch: [], time: [], trainLoss: [], gradNorm: [], learningRate: [] };
  epochs: EpochEvent[] = [];
  /** Oldest first. */
  samples: SampleEvent[] = [];
  /** Steps ascend. */
  gradients: readonly GradientsEvent[] = [];
  log: LogLine[] = [];
  config: ConfigEvent | undefined;
  lastStep: StepEvent | undefined;
  done: DoneEvent | undefined;
  error: ErrorEvent | undefined;

  /** The epoch whose weights are kept. */
  get best(): EpochEvent | undefined {
    return this.epochs.findLast(({ isBest }) => isBest);
  }

  /** Whether the run is so long that only some of its epochs are here. */
  get isSelection(): boolean {
    return this.epochs.length < (this.epochs.at(-1)?.epoch ?? 0);
  }

  append(events: readonly RunEvent[]): void {
    for (const event of events) this.add(event);
  }

  private add(event: RunEvent): void {
    switch (event.event) {
      case 'config':
        this.config = event;
        break;
      case 'step':
        this.addStep(event);
        break;
      case 'epoch':
        this.addEpoch(event);
        break;
      case 'sample':
        this.samples.push(event);
        if (this.samples.length > 2 * mostSamples) this.samples = selectEvenly(this.samples, mostSamples);
        break;
      case 'log':
        this.log.push({ order: (this.log.at(-1)?.order ?? -1) + 1, text: event.message });
        if (this.log.length > 2 * mostLines) this.log = this.log.slice(-mostLines);
        break;
      case 'done':
        this.done = event;
        break;
      case 'error':
        this.error = event;
        break;
      case 'gradients':
        this.gradients = [...this.gradientsBefore(event.step), event];
        break;
      case 'plot':
        // The host reads the file and sends it as a message of its own.
        break;
      default:
        event satisfies never;
    }
  }

  private addStep(event: StepEvent): void {
    this.trainsAgain();
    this.dropStepsFrom(event.step);
    while ((this.epochs.at(-1)?.step ?? -1) > event.step) this.dropLastEpoch();
    this.gradients = this.gradientsBefore(event.step + 1);
    this.lastStep = event;
    this.steps.step.push(event.step);
    this.steps.epoch.push(event.step / event.stepsPerEpoch);
    this.steps.time.push(event.seconds);
    this.steps.trainLoss.push(event.trainLoss);
    this.steps.gradNorm.push(event.gradNorm);
    this.steps.learningRate.push(event.learningRate);
  }

  private addEpoch(event: EpochEvent): void {
    this.trainsAgain();
    this.dropStepsFrom(event.step + 1);
    this.gradients = this.gradientsBefore(event.step + 1);
    while ((this.epochs.at(-1)?.epoch ?? -1) >= event.epoch) this.dropLastEpoch();
    this.epochs.push(event);
    if (this.epochs.length > 2 * mostEpochs) this.epochs = selectEvenly(this.epochs, mostEpochs, this.best);
  }

  private trainsAgain(): void {
    this.done = undefined;
    this.error = undefined;
  }

  private dropStepsFrom(step: number): void {
    let length = this.steps.step.length;
    while (length > 0 && (this.steps.step[length - 1] ?? -1) >= step) length -= 1;
    for (const column of Object.values(this.steps) as number[][]) column.length = length;
  }

  private gradientsBefore(step: number): readonly GradientsEvent[] {
    return (this.gradients.at(-1)?.step ?? -1) < step
      ? this.gradients
      : this.gradients.filter((event) => event.step < step);
  }

  private dropLastEpoch(): void {
    const dropped = this.epochs.pop();
    if (dropped) this.samples = this.samples.filter(({ epoch }) => epoch < dropped.epoch);
  }
}

/** The first in every 2, 4, 8 … epochs, so that `most` at the very most are left, with `best` and the newest. */
const selectEvenly = <E extends { readonly epoch: number }>(events: readonly E[], most: number, best?: E): E[] => {
  let kept = [...events];
  for (let stride = 2; kept.length > most; stride *= 2) {
    const cellOf = (event: E | undefined): number => (event ? Math.floor((event.epoch - 1) / stride) : NaN);
    const newest = kept.length - 1;
    kept = kept.filter(
      (event, index) => cellOf(event) !== cellOf(kept[index - 1]) || event === best || index === newest,
    );
  }
  return kept;
};
