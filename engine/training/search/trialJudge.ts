import type { Config } from '../../config.ts';
import { InputError } from '../../errors.ts';
import { evaluateSplit } from '../../prediction/evaluateSplit.ts';
import type { FileParams } from '../../protocol.ts';
import type { SearchMeasure } from '../../records/searchRecords.ts';
import { taskOf } from '../../tasks/findTask.ts';
import type { OpenedFile } from '../../tasks/openedFile.ts';
import { count } from '../../words/count.ts';
import { trainOn } from '../backtest/trainOn.ts';
import { completeOpened } from '../planRun.ts';
import { type FoldJudge, openFoldJudge } from './foldJudge.ts';

/** What a config came to. */
export interface JudgedTrial {
  readonly measure: SearchMeasure;
  /** Of the measure. */
  readonly value: number;
  /** Decides between equal values, the less the better. */
  readonly tie: number;
  readonly updates: number;
}

/** Says of any config for a file how good it is, always on the same part of the data. */
export interface TrialJudge {
  /**
   * Trains `config` for a share of a whole training, and throws away what was trained; `tell` hears how much of that is
   * done. Throws an `InputError` for a config that cannot be trained, and `Cancelled` where the errand is not wanted any more.
   */
  judge(config: Config, share: number, tell: (share: number) => void): Promise<JudgedTrial>;
}

/** Judges forecasts by folds of the rows before the test part, and what has no folds, or no room for one, by the validation part. */
export const openTrialJudge = async (file: OpenedFile, params: FileParams): Promise<TrialJudge> => {
  const { config } = await completeOpened(params, file);
  const folds = taskOf(config).backtest ? await openFoldJudge(file, params, { until: 'test' }) : undefined;
  return folds ? byFolds(folds) : byValidation(file, params);
};

const byFolds = (folds: FoldJudge): TrialJudge => ({
  judge: async (config, share, tell) => {
    const { metric, forecast, network, updates } = await folds.judge(config, { share }, tell);
    if (!Number.isFinite(forecast.mean)) throw new InputError('nothing could be forecast in any of the folds');
    const on = `${count(folds.folds, 'fold')} of ${count(folds.horizon, 'row')} before the test part`;
    return { measure: { metric, lowerIsBetter: true, on }, value: forecast.mean, tie: network.mean, updates };
  },
});

const byValidation = (file: OpenedFile, params: FileParams): TrialJudge => ({
  judge: async (config, share, tell) => {
    const hear = (epoch: number, epochs: number): void => tell(epoch / epochs);
    const { session, model, data, updates } = await trainOn(file, { ...params, config }, hear, { share });
    try {
      const { headline, splits } = data;
      // A short training judges its epochs by some of it: what is held against each other goes by all.
      const { loss, metrics } = await evaluateSplit(session, data, splits.valid, model.config.training);
      const value = metrics[headline.metric];
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        const problem = 'has no validation part by which settings could be compared; set data.split.valid above 0';
        throw new InputError(problem, { file: file.path });
      }
      return { measure: { ...headline, on: 'the validation part' }, value, tie: loss, updates };
    } finally {
      await session.dispose();
    }
  },
});
