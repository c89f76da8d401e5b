import type { Examination } from '../../protocol.ts';
import type { FoldReader } from './rollingOrigins.ts';

/** What a model is asked about rows that it was not trained on. */
export interface ExamineOptions {
  readonly split: 'valid' | 'test';
  /** Look at fewer windows: something else has need of the cores. */
  readonly isQuick: boolean;
}

/** How a model did on rows that it was not trained on, and what it said of them. */
export interface Examined {
  readonly examination: Examination;
  readonly folds: FoldReader;
}
