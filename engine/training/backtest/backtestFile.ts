import { resolve } from 'node:path';
import type { CancellationToken } from 'vscode-jsonrpc';
import type { Config, RunConfig } from '../../config.ts';
import { InputError } from '../../errors.ts';
import { whileUnchanged } from '../../files/whileUnchanged.ts';
import type { BacktestParams, BacktestResult } from '../../protocol.ts';
import { taskOf } from '../../tasks/findTask.ts';
import { OpenedFiles } from '../../tasks/openedFiles.ts';
import { throwIfCancelled } from '../../unlessCancelled.ts';
import { completeOpened } from '../planRun.ts';
import { type Trained, trainOn } from './trainOn.ts';

/**
 * Trains on what was known before each of some origins, or before the first alone, and scores what is forecast from there
 * on. Leaves nothing behind. Throws an `InputError` where the task has no backtest,
 * and for more folds than the data has room for.
 */
export const backtestFile = (
  params: BacktestParams,
  cancel: CancellationToken,
  files = new OpenedFiles(),
): Promise<BacktestResult> =>
  whileUnchanged(resolve(params.file), async () => {
    const started = performance.now();
    const { folds, horizon, refit } = params;
    const file = await files.open(resolve(params.file));
    const whole = await completeOpened(params, file);
    const { config } = whole;
    const task = taskOf(config);
    if (!task.backtest) {
      throw new InputError(`is learned for the task ${config.task}, which has no backtest: that is for forecasts`, {
        file: file.path,
      });
    }
    const backtest = await task.backtest(file, config, { folds, horizon });
    const wanted = wantedFor(params, config);
    let trained: Trained | undefined;
    try {
      for (let fold = 0; fold < folds; fold++) {
        if (!trained || refit) {
          await trained?.session.dispose();
          trained = undefined;
          trained = await trainOn(backtest.before(fold), { ...params, config: wanted }, cancel);
        }
        await backtest.score(fold, trained.session, trained.model);
        throwIfCancelled(cancel);
      }
      if (!trained) throw new Error('there was no fold');
      const seconds = (performance.now() - started) / 1000;
      return { ...backtest.scores(), folds, horizon, refit, config: trained.model.config, seconds };
    } finally {
      await trained?.session.dispose();
    }
  });

/** Columns are those of the whole file; what is held out for the test is the folds. */
const wantedFor = ({ config: given, horizon }: BacktestParams, { task, data }: RunConfig): Config => {
  const { split } = data;
  const valid = split.valid / Math.max(1e-9, 1 - split.test);
  return { ...given, task, data: { ...given.data, horizon, split: { valid: Number(valid.toFixed(4)), test: 0 } } };
};
