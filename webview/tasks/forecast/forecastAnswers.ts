import type { BacktestFold, ErrorReport, Examination, Plot, Stage } from '../../../engine/protocol.ts';
import { Answers } from '../../forecasts/answers.ts';
import type { FromPanel, ToPanel } from '../../protocol.ts';

/** The messages that tell of it. */
type ForecastMessage = Extract<ToPanel, { type: 'examining' | 'examined' | 'fold' | 'errors' | 'seriesPlot' }>;

type Post = (message: FromPanel) => void;

/** What has come of an answer: that or why it did not. */
type Shown<T> = T & { readonly error?: string };

/** How a run's model does on what was held out, as far as the page has asked for it. */
export class ForecastAnswers {
  examination: Examination | undefined;
  error: string | undefined;
  /** Of an examination under way. */
  stage: Stage | undefined;
  isUnderWay = false;
  private id: string | undefined;
  /** Whether the run trained when it was last asked for. */
  private askedLive: boolean | undefined;
  private readonly folds = new Answers<Shown<{ readonly plot?: BacktestFold }>>();
  private readonly reports = new Answers<Shown<{ readonly report?: ErrorReport }>>();
  private readonly plots = new Answers<Shown<{ readonly plot?: Plot }>>();

  receive(message: ForecastMessage): void {
    switch (message.type) {
      case 'examining':
        this.isUnderWay = true;
        this.stage = message.stage;
        return;
      case 'examined':
        this.accept(message);
        return;
      case 'fold':
        if (message.id === this.id) this.folds.put(`${message.series} ${message.fold}`, message);
        return;
      case 'errors':
        if (message.id === this.id) this.reports.put(String(message.series), message);
        return;
      case 'seriesPlot':
        this.plots.put(message.series, message);
        return;
      default:
        message satisfies never;
    }
  }

  /** Asks where nobody has since the run began to train or ended; with `isAnew` by the weights of now. */
  ask(post: Post, isLive: boolean, isAnew = false): void {
    if (this.askedLive === isLive && !isAnew) return;
    this.askedLive = isLive;
    post({ type: 'examine', isAnew });
  }

  /** Of a series by its place in the examination; undefined until it has arrived. */
  fold(series: number, fold: number): ReturnType<typeof this.folds.get> {
    return this.folds.get(`${series} ${fold}`);
  }

  askFold(post: Post, series: number, fold: number): void {
    this.folds.ask(`${series} ${fold}`, () => post({ type: 'fold', series, fold }));
  }

  /** Of all series where none is given. */
  report(series: number | undefined): ReturnType<typeof this.reports.get> {
    return this.reports.get(String(series));
  }

  askReport(post: Post, series: number | undefined): void {
    this.reports.ask(String(series), () => post({ type: 'errors', ...(series !== undefined && { series }) }));
  }

  /** Of a series by its name. */
  plot(series: string): ReturnType<typeof this.plots.get> {
    return this.plots.get(series);
  }

  askPlot(post: Post, series: string): void {
    this.plots.ask(series, () => post({ type: 'plotSeries', series }));
  }

  private accept({ id, examination, error }: Extract<ForecastMessage, { type: 'examined' }>): void {
    this.isUnderWay = false;
    this.stage = undefined;
    this.error = error;
    if (id !== this.id) {
      this.folds.clear();
      this.reports.clear();
      this.plots.clear();
    }
    this.id = id;
    // What was seen before stays where it cannot be looked at anew.
    if (examination) this.examination = examination;
  }
}
