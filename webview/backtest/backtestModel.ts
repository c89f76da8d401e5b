import type { BacktestFold, ErrorReport } from '../../engine/protocol.ts';
import type { Range } from '../chart/zoomRange.ts';
import { Answers } from '../forecasts/answers.ts';
import { listStep } from '../forecasts/listStep.ts';
import type { SeriesLook } from '../forecasts/seriesTable.tsx';
import { worstFirst } from '../forecasts/worstFirst.ts';
import type { BacktestState, FromBacktest, ToBacktest } from '../protocol.ts';

/** What is looked at of a backtest. */
export interface BacktestLook extends SeriesLook {
  readonly fold: number;
  readonly zoom?: Range | undefined;
  /** Whether the errors shown are those of the series alone. */
  readonly isOwnErrors?: boolean;
}

/** Kept by VS Code while the panel is hidden; `id` is that of the backtest. */
export interface KeptView extends BacktestLook {
  readonly id: number;
}

/** What was forecast of a series in a fold, or why it cannot be shown. */
type ShownFold = { readonly plot?: BacktestFold; readonly error?: string };
type ShownErrors = { readonly report?: ErrorReport; readonly error?: string };

interface BacktestHost {
  readonly post: (message: FromBacktest) => void;
  readonly readState: () => KeptView | undefined;
  readonly writeState: (view: KeptView) => void;
  readonly onDidChange: () => void;
}

/** The backtest that the page shows, and what is looked at of it. Folds are asked for when they are looked at. */
export class BacktestModel {
  private readonly host: BacktestHost;
  private backtest: BacktestState | undefined;
  private looked: BacktestLook | undefined;
  private readonly folds = new Answers<ShownFold>();
  private readonly reports = new Answers<ShownErrors>();

  constructor(host: BacktestHost) {
    this.host = host;
  }

  get state(): BacktestState | undefined {
    return this.backtest;
  }

  /** Undefined until something came out. */
  get look(): BacktestLook | undefined {
    return this.looked;
  }

  /** Of the look; undefined until it has arrived. */
  get fold(): ShownFold | undefined {
    return this.looked && this.folds.get(keyOf(this.looked));
  }

  /** As `fold`. */
  get errors(): ShownErrors | undefined {
    return this.looked && this.reports.get(String(errorsOf(this.looked)));
  }

  readonly post = (message: FromBacktest): void => this.host.post(message);

  receive(message: ToBacktest): void {
    switch (message.type) {
      case 'state':
        this.accept(message.state);
        break;
      case 'fold':
        if (message.id === this.backtest?.id) this.folds.put(keyOf(message), message);
        break;
      case 'errors':
        if (message.id === this.backtest?.id) this.reports.put(String(message.series), message);
        break;
      default:
        message satisfies never;
    }
    this.host.onDidChange();
  }

  /** Looks at something else. What was seen closely in one fold says nothing in the next. */
  readonly turn = (change: Partial<BacktestLook>): void => {
    if (!this.looked || !this.backtest) return;
    const isOther = change.series !== undefined || change.fold !== undefined;
    this.looked = { ...this.looked, ...(isOther && { zoom: undefined }), ...change };
    this.host.writeState({ ...this.looked, id: this.backtest.id });
    this.ask();
    this.host.onDidChange();
  };

  private accept(state: BacktestState): void {
    if (state.id !== this.backtest?.id) {
      this.folds.clear();
      this.reports.clear();
      this.looked = undefined;
    }
    this.backtest = state;
    const { result } = state;
    if (!result || this.looked) return;
    const kept = this.host.readState();
    // The latest fold is what comes nearest to the next forecast; the worst series is what most needs looking at.
    const first = { series: worstFirst(result)[0]?.series ?? 0, fold: result.folds - 1, sought: '', listed: listStep };
    this.looked = kept?.id === state.id ? kept : first;
    this.ask();
  }

  private ask(): void {
    if (!this.looked || !this.backtest?.result?.bySeries.length) return;
    const { series, fold } = this.looked;
    this.folds.ask(keyOf(this.looked), () => this.host.post({ type: 'fold', series, fold }));
    const whose = errorsOf(this.looked);
    const of = whose === undefined ? {} : { series: whose };
    this.reports.ask(String(whose), () => this.host.post({ type: 'errors', ...of }));
  }
}

/** Of which series, undefined for all. */
const errorsOf = ({ series, isOwnErrors }: BacktestLook): number | undefined => (isOwnErrors ? series : undefined);

const keyOf = ({ series, fold }: { readonly series: number; readonly fold: number }): string => `${series} ${fold}`;
