import type { Session } from '../../network/session.ts';
import type { BacktestFold, BacktestScores } from '../../protocol.ts';
import type { ModelParts } from '../model.ts';
import type { OpenedFile } from '../openedFile.ts';

/** What is asked of a backtest. */
export interface BacktestOptions {
  readonly folds: number;
  readonly horizon: number;
}

/** What was forecast, to be looked at a series and a fold at a time. It needs nothing of the file. */
export interface FoldReader {
  /** Of a series by its place in `BacktestScores.bySeries`, and a fold from 0, the oldest; undefined where there is none. */
  read(series: number, fold: number): BacktestFold | undefined;
}

/**
 * Forecasts of rows that are known, each by those before it: from `folds` origins, the last of them `horizon` rows before
 * the end of each series, the others `horizon` rows further up each.
 */
export interface RollingOrigins {
  /** What may be learned from before a fold: no row from its origin on. */
  before(fold: number): OpenedFile;
  /** What a model that was trained on that says from the fold's origin on; the session has its weights, and another source after it. */
  score(fold: number, session: Session, model: ModelParts): Promise<void>;
  scores(): BacktestScores;
  folds(): FoldReader;
}
