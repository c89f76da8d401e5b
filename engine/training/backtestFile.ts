import { setImmediate } from 'node:timers/promises';
import { resolve } from 'node:path';
import type { CancellationToken } from 'vscode-jsonrpc';
import type { Config, RunConfig } from '../config.ts';
import { InputError } from '../errors.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { Session } from '../network/session.ts';
import type { BacktestParams, BacktestResult } from '../protocol.ts';
import { taskOf } from '../tasks/findTask.ts';
import type { ModelParts } from '../tasks/model.ts';
import type { OpenedFile } from '../tasks/openedFile.ts';
import { OpenedFiles } from '../tasks/openedFiles.ts';
import { throwIfCancelled } from '../unlessCancelled.ts';
import { createSession } from './assembleRun.ts';
import { completeOpened, planOpened } from './planRun.ts';
import { startPosition, train } from './trainer.ts';

/** Milliseconds: longest stretch of training without looking at messages. */
const breathEvery = 10;

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

interface Trained {
  readonly session: Session;
  /** With the weights of its best epoch in the session. */
  readonly model: ModelParts;
}

const trainOn = async (file: OpenedFile, params: BacktestParams, cancel: CancellationToken): Promise<Trained> => {
  const { config, data } = await planOpened(params, file);
  const session = await createSession(config, data);
  try {
    session.initialise(config.training.seed, data.firstVectors);
    const position = startPosition();
    let best = session.readParameters();
    let model: ModelParts = { config, codec: data.codec };
    let breathed = performance.now();
    for await (const event of train(session, data, config, position)) {
      if (event.kind === 'epoch' && event.isBest) {
        best = session.withAverage(() => session.readParameters());
        const calibration = event.judged && taskOf(config).calibrate?.(data, event.judged, config);
        model = { config, codec: data.codec, network: session.network, ...calibration };
      }
      if (performance.now() - breathed < breathEvery) continue;
      await setImmediate();
      throwIfCancelled(cancel);
      breathed = performance.now();
    }
    session.writeParameters(best);
    return { session, model };
  } catch (error) {
    await session.dispose();
    throw error;
  }
};
