import type { Range } from '../chart/zoomRange.ts';
import type { BacktestState, FromBacktest, ShownFold, ToBacktest } from '../protocol.ts';
import { worstFirst } from './worstFirst.ts';

/** What is looked at of a backtest. */
export interface BacktestLook {
  /** By its place in the result. */
  readonly series: number;
  readonly fold: number;
  /** Words that names of series have to have. */
  readonly sought: string;
  /** Series listed at most. */
  readonly listed: number;
  readonly zoom?: Range | undefined;
}

/** Kept by VS Code while the panel is hidden; `id` is that of the backtest. */
export interface KeptView extends BacktestLook {
  readonly id: number;
}

interface BacktestHost {
  readonly post: (message: FromBacktest) => void;
  readonly readState: () => KeptView | undefined;
  readonly writeState: (view: KeptView) => void;
  readonly onDidChange: () => void;
}

/** So many series are listed at first, and so many more each time. */
export const listStep = 100;

/** The backtest that the page shows, and what is looked at of it. Folds are asked for when they are looked at. */
export class BacktestModel {
  private readonly host: BacktestHost;
  private backtest: BacktestState | undefined;
  private looked: BacktestLook | undefined;
  private readonly folds = new Map<string, ShownFold | 'asked'>();

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
    const known = this.looked && this.folds.get(keyOf(this.looked));
    return known === 'asked' ? undefined : known;
  }

  readonly post = (message: FromBacktest): void => this.host.post(message);

  receive(message: ToBacktest): void {
    switch (message.type) {
      case 'state':
        this.accept(message.state);
        break;
      case 'fold':
        if (message.id === this.backtest?.id) this.folds.set(keyOf(message), message);
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
    const key = keyOf(this.looked);
    if (this.folds.has(key)) return;
    this.folds.set(key, 'asked');
    this.host.post({ type: 'fold', series, fold });
  }
}

const keyOf = ({ series, fold }: { readonly series: number; readonly fold: number }): string => `${series} ${fold}`;
