import { resolve } from 'node:path';
import type { Config, RunConfig } from '../../config.ts';
import { onErrand, presentErrand, takeBreath } from '../../errands/errand.ts';
import { InputError } from '../../errors.ts';
import { moreFilesOf } from '../../files/parts/tableParts.ts';
import { whileUnchanged } from '../../files/whileUnchanged.ts';
import type { BacktestParams, BacktestPlan, BacktestPlanParams, BacktestResult, Stage } from '../../protocol.ts';
import type { FoldReader } from '../../tasks/backtest/rollingOrigins.ts';
import { taskOf } from '../../tasks/findTask.ts';
import type { OpenedFile } from '../../tasks/openedFile.ts';
import { OpenedFiles } from '../../tasks/openedFiles.ts';
import { completeOpened } from '../planRun.ts';
import { chooseOnFolds } from '../search/chooseOnFolds.ts';
import { type Trained, trainOn } from './trainOn.ts';

/** A backtest that is over, and what was forecast in it. */
interface Backtested {
  readonly result: BacktestResult;
  readonly folds: FoldReader;
}

/** What `backtestFile` takes where nobody has said. Throws an `InputError` where the task has no backtest. */
export const proposeBacktest = (params: BacktestPlanParams, files = new OpenedFiles()): Promise<BacktestPlan> =>
  whileUnchanged(resolve(params.file), async () => {
    const file = await files.open(resolve(params.file), moreFilesOf(params.file, params.config));
    const { config } = await completeOpened(params, file);
    return planOf(file, config, params.horizon);
  });

/**
 * Trains on what was known before each of some origins, or before the first alone, and scores what is forecast from there
 * on. Leaves nothing behind. Throws an `InputError` where the task has no backtest,
 * and for more folds than the data has room for.
 */
export const backtestFile = (params: BacktestParams, files = new OpenedFiles()): Promise<Backtested> =>
  whileUnchanged(resolve(params.file), async () => {
    const started = performance.now();
    const { refit } = params;
    const file = await files.open(resolve(params.file), moreFilesOf(params.file, params.config));
    const whole = await completeOpened(params, file);
    const { config } = whole;
    const task = taskOf(config);
    if (!task.backtest) throw noBacktest(file, config);
    const plan = await planOf(file, config, params.horizon);
    const { horizon } = plan;
    const folds = params.folds ?? plan.folds;
    const backtest = await task.backtest(file, config, { folds, horizon, hasResiduals: true });
    const wanted = wantedFor(params, horizon, config, backtest.wholeData);
    const scorer = backtest.scorer();
    let trained: Trained | undefined;
    try {
      for (let fold = 0; fold < folds; fold++) {
        if (!trained || refit) {
          await trained?.session.dispose();
          trained = undefined;
          const stage = stageOf(fold, refit ? folds : 1);
          await takeBreath(stage(0, 1));
          const asker = presentErrand();
          // How far each evaluation is would make the bar jump to and fro.
          const quiet = asker && { cancel: asker.cancel, tell: () => undefined };
          trained = await onErrand(quiet, async () => {
            const before = backtest.before(fold);
            const { params: chosen } = await chooseOnFolds(before, { ...params, config: wanted });
            return trainOn(before, chosen, (epoch, epochs) => asker?.tell(stage(epoch, epochs)));
          });
        }
        await scorer.score(fold, trained.session, trained.model);
        await takeBreath();
      }
      if (!trained) throw new Error('there was no fold');
      const seconds = (performance.now() - started) / 1000;
      const result = { ...scorer.scores(), folds, horizon, refit, config: trained.model.config, seconds };
      return { result, folds: scorer.folds() };
    } finally {
      await trained?.session.dispose();
    }
  });

/** Columns are those of the whole file; what is held out for the test is the folds. */
const wantedFor = (
  { config: given }: BacktestParams,
  horizon: number,
  { task, data }: RunConfig,
  wholeData: Config['data'],
): Config => {
  const { split } = data;
  const valid = split.valid / Math.max(1e-9, 1 - split.test);
  const held = { valid: Number(valid.toFixed(4)), test: 0 };
  return { ...given, task, data: { ...given.data, ...wholeData, horizon, split: held } };
};

const planOf = async (file: OpenedFile, config: RunConfig, horizon: number | undefined): Promise<BacktestPlan> => {
  const plan = await taskOf(config).planBacktest?.(file, config, { ...(horizon !== undefined && { horizon }) });
  if (!plan) throw noBacktest(file, config);
  return plan;
};

const noBacktest = (file: OpenedFile, { task }: RunConfig): InputError =>
  new InputError(`is learned for the task ${task}, which has no backtest: that is for forecasts`, { file: file.path });

/** How far a backtest is while it trains before a fold, the `training`th of so many times. */
const stageOf =
  (training: number, trainings: number) =>
  (epoch: number, epochs: number): Stage => ({
    doing: trainings > 1 ? `training for fold ${training + 1} of ${trainings}` : 'training on what came before',
    share: (training + epoch / epochs) / trainings,
  });
