import type { Config } from '../../config.ts';
import type { Session } from '../../network/session.ts';
import type { BacktestFold, BacktestScores, ErrorReport } from '../../protocol.ts';
import type { ModelParts } from '../model.ts';
import type { OpenedFile } from '../openedFile.ts';

/** What is asked of a backtest. */
export interface BacktestOptions {
  readonly folds: number;
  readonly horizon: number;
  /** The part of the file that is not looked at, nor what comes after it; the whole is when not given. */
  readonly until?: HeldPart | undefined;
  /** Whether rows of the folds are forecast one row ahead, too, to see what pattern is left in the errors. */
  readonly hasResiduals?: boolean;
}

/** A part of a file that is held back from training. */
export type HeldPart = 'valid' | 'test';

/** What was forecast, to be looked at a series and a fold at a time. It needs nothing of the file. */
export interface FoldReader {
  /** Of a series by its place in `BacktestScores.bySeries`, and a fold from 0, the oldest; undefined where there is none. */
  read(series: number, fold: number): BacktestFold | undefined;
  /** Of such a series, or of all; undefined where there is none. */
  errors(series?: number): ErrorReport | undefined;
}

/**
 * Forecasts of rows that are known, each by those before it: from `folds` origins, the last of them `horizon` rows before
 * the end of each series, the others `horizon` rows further up each.
 */
export interface RollingOrigins {
  /** Before the first origin, of the longest series. */
  readonly rows: number;
  /** What of the config's data the whole file alone shows, as which columns are known ahead. */
  readonly wholeData?: NonNullable<Config['data']>;
  /** What may be learned from before a fold: no row from its origin on. */
  before(fold: number): OpenedFile;
  /** For the forecasts of one model, or of one after the other. */
  scorer(): OriginScorer;
}

/** Holds forecasts from each origin against what came. */
export interface OriginScorer {
  /** What a model that was trained on that says from the fold's origin on; the session has its weights, and another source after it. */
  score(fold: number, session: Session, model: ModelParts): Promise<void>;
  scores(): BacktestScores;
  folds(): FoldReader;
}
