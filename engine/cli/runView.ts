import { visible } from '../words/visible.ts';
import type { ConfigEvent, EpochEvent, GradientsEvent, RunEvent, StepEvent, Verdict } from '../protocol.ts';
import {
  describeConfig,
  describeDone,
  describeEpoch,
  describePace,
  describeSample,
  describeStep,
} from './describeRun.ts';
import { formatFigure } from './formatFigure.ts';
import type { Output } from './output.ts';

/** Shows a training to whoever started it. */
export interface RunView {
  show(event: RunEvent): void;
  /** Something to tell besides the run's own reports; not part of `--json`. */
  note(text: string): void;
}

export const createRunView = (output: Output, isJson: boolean): RunView => {
  if (!isJson) return new TextView(output);
  return {
    show: (event) => output.json(event),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
};

/** Milliseconds after which an epoch that lasts gets a line of its own where no bar can be drawn. */
const longSilence = 10_000;
const clearLine = '\r\u001b[2K';

/** Text for people: a progress bar below the lines on a terminal, lines alone elsewhere. */
class TextView implements RunView {
  private readonly output: Output;
  private config: ConfigEvent | undefined;
  private epoch: EpochEvent | undefined;
  private lastLine = performance.now();
  /** Kinds of verdicts that were told: each is news once. */
  private readonly told = new Set<Verdict['kind']>(['healthy']);
  private bar = '';

  constructor(output: Output) {
    this.output = output;
  }

  show(event: RunEvent): void {
    const { config } = this;
    switch (event.event) {
      case 'config':
        // It comes again when the run goes on by itself after a failure.
        if (!config) this.lines(describeConfig(event));
        this.config = event;
        break;
      case 'step':
        if (config) this.showStep(event, config);
        break;
      case 'epoch':
        this.epoch = event;
        if (config) this.showEpoch(event, config);
        break;
      case 'sample':
        this.lines(describeSample(event));
        break;
      case 'log':
        this.lines([event.message]);
        break;
      case 'done':
        this.bar = '';
        if (config) this.lines(describeDone(event, config));
        break;
      case 'error':
        // The command tells people what failed, below the bar.
        this.bar = '';
        this.lines([]);
        break;
      case 'gradients':
        this.showVerdicts(event);
        break;
      case 'plot':
        break;
      default:
        event satisfies never;
    }
  }

  note(text: string): void {
    this.lines([text]);
  }

  private showStep(event: StepEvent, config: ConfigEvent): void {
    if (this.output.isTerminal) this.draw(event.step, event, config);
    else if (performance.now() - this.lastLine > longSilence) this.lines([describeStep(event, config)]);
  }

  private showEpoch(event: EpochEvent, config: ConfigEvent): void {
    if (this.output.isTerminal) this.draw(event.step, event, config);
    else this.lines([describeEpoch(event, config)]);
  }

  private showVerdicts({ step, verdicts }: GradientsEvent): void {
    const news = verdicts.filter(({ kind }) => !this.told.has(kind));
    for (const { kind } of news) this.told.add(kind);
    if (news.length > 0) this.lines(news.map(({ message }) => `step ${step}: ${message}`));
  }

  private draw(step: number, event: StepEvent | EpochEvent, { config, stepsPerEpoch }: ConfigEvent): void {
    const { epochs } = config.training;
    const share = Math.min(1, step / (epochs * stepsPerEpoch));
    const width = 12;
    const full = Math.round(share * width);
    const valid = this.epoch ? `  valid ${formatFigure(this.epoch.validLoss)}` : '';
    const text =
      `${'█'.repeat(full)}${'░'.repeat(width - full)} ${Math.round(share * 100)}%  epoch ${event.epoch}/${epochs}  ` +
      `train ${formatFigure(event.trainLoss)}${valid}  ${describePace(event, config)}`;
    this.bar = text.slice(0, this.output.columns - 1);
    this.output.write(`${clearLine}${this.bar}`);
  }

  private lines(lines: readonly string[]): void {
    this.lastLine = performance.now();
    const above = lines.map((line) => `${visible(line)}\n`).join('');
    this.output.write(this.output.isTerminal ? `${clearLine}${above}${this.bar}` : above);
  }
}
