import type { Config, RunConfig, Split } from '../../config.ts';
import { onErrand, presentErrand, takeBreath } from '../../errands/errand.ts';
import { InputError } from '../../errors.ts';
import type { BacktestMetrics, FileParams } from '../../protocol.ts';
import type { BacktestOptions, HeldPart } from '../../tasks/backtest/rollingOrigins.ts';
import { taskOf } from '../../tasks/findTask.ts';
import type { OpenedFile } from '../../tasks/openedFile.ts';
import { type TrainingLimits, trainOn } from '../backtest/trainOn.ts';
import { completeOpened } from '../planRun.ts';

/** Horizons that judge the epochs of a training at the least, as long as they are no larger share than this of its rows. */
const [horizonsHeld, mostHeld] = [1.25, 0.4];

/** Folds to judge by; what is left out follows from the file. */
export interface FoldOptions extends Partial<Omit<BacktestOptions, 'until'>> {
  /** The newest fold ends where this part begins: neither it nor what comes after is looked at. */
  readonly until: HeldPart;
  /** How often a config is trained, each time on what was before the next of equally many folds: 1 when not given. */
  readonly trainings?: number;
}

/** Mean errors of who forecasts: over the folds, and in each of them, the oldest first. */
export interface FoldErrors {
  readonly mean: number;
  /** NaN where nothing could be forecast. */
  readonly byFold: readonly number[];
}

/** What a config came to on the folds. */
export interface Judged {
  readonly metric: 'mae' | 'mase';
  /** As the model forecasts: the network with what it is blended with. */
  readonly forecast: FoldErrors;
  /** Of the network alone. */
  readonly network: FoldErrors;
  /** Updates that all trainings took. */
  readonly updates: number;
  /** Complete, as it was trained last. */
  readonly config: RunConfig;
}

/** Folds of a file, the same for whatever config is held against them. */
export interface FoldJudge {
  readonly folds: number;
  readonly trainings: number;
  readonly horizon: number;
  /**
   * Trains `config` on what was before the folds and forecasts them; `tell` hears the share that is done. Throws an
   * `InputError` for a config that cannot be trained, and `Cancelled` where nobody waits for the errand any more.
   */
  judge(config: Config, limits?: TrainingLimits, tell?: (share: number) => void): Promise<Judged>;
}

/**
 * Folds of the rows before a part that is held back. What was trained is thrown away. Throws an `InputError` where the
 * task of the config has no forecasts, and for more folds than there is room for; undefined where there is room for none.
 * @param params with the config whose columns, series, horizon and split the folds have
 */
export const openFoldJudge = async (
  file: OpenedFile,
  params: FileParams,
  { until, ...asked }: FoldOptions,
): Promise<FoldJudge | undefined> => {
  const { config: whole } = await completeOpened(params, file);
  const task = taskOf(whole);
  const plan = await task.planBacktest?.(file, whole, { until, ...asked });
  if (!plan || !task.backtest) {
    throw new InputError(
      `is learned for the task ${whole.task}, which has no folds to judge by: that is for forecasts`,
      {
        file: file.path,
      },
    );
  }
  if (plan.mostFolds === 0 && asked.folds === undefined) return undefined;
  const { horizon } = plan;
  const folds = asked.folds ?? plan.folds;
  const trainings = Math.min(folds, asked.trainings ?? 1);
  const origins = await task.backtest(file, whole, { folds, horizon, until });
  const isFirst = (fold: number): boolean => trainingOf(fold) !== trainingOf(fold - 1);
  const trainingOf = (fold: number): number => Math.floor((fold * trainings) / folds);
  // Whoever is judged next is handed the same rows, with what was found in them.
  const before = Array.from({ length: folds }, (_, fold) => (isFirst(fold) ? origins.before(fold) : undefined));
  const split = splitWithin(whole.data.split, (horizonsHeld * horizon) / origins.rows);
  return {
    folds,
    trainings,
    horizon,
    judge: async (config, limits = {}, tell = () => undefined) => {
      const wanted = { ...config, task: task.name, data: { ...config.data, ...origins.wholeData, horizon, split } };
      const scorer = origins.scorer();
      const asker = presentErrand();
      // How far each evaluation is would make the bar jump to and fro.
      const quiet = asker && { cancel: asker.cancel, tell: () => undefined };
      let trained: Awaited<ReturnType<typeof trainOn>> | undefined;
      let updates = 0;
      try {
        for (const [fold, rows] of before.entries()) {
          if (rows) {
            await trained?.session.dispose();
            trained = undefined;
            const done = trainingOf(fold);
            const hear = (epoch: number, epochs: number): void => tell((done + epoch / epochs) / trainings);
            trained = await onErrand(quiet, () => trainOn(rows, { ...params, config: wanted }, hear, limits));
            updates += trained.updates;
          }
          if (!trained) throw new Error('a fold comes before the first training');
          await scorer.score(fold, trained.session, trained.model);
          await takeBreath();
        }
        if (!trained) throw new Error('there was no fold');
        return { ...errorsOf(scorer.scores()), updates, config: trained.model.config };
      } finally {
        await trained?.session.dispose();
      }
    },
  };
};

/** Of the rows before a fold: what judges the epochs is as large a share as else, but at least so large; nothing is held out for a test. */
const splitWithin = ({ valid, test }: Split, least: number): Split => {
  const usual = valid / Math.max(1e-9, 1 - test);
  return { valid: Math.ceil(1e4 * Math.min(mostHeld, Math.max(usual, least))) / 1e4, test: 0 };
};

/** MASE where there are several series and it is known of all folds, which then weighs each alike. */
const errorsOf = ({
  byFold,
  bySeries,
}: {
  readonly byFold: readonly BacktestMetrics[];
  readonly bySeries: readonly unknown[];
}): Omit<Judged, 'updates' | 'config'> => {
  const isScaled = bySeries.length > 1 && byFold.every(({ model }) => typeof model?.['mase'] === 'number');
  const metric = isScaled ? 'mase' : 'mae';
  const of = (...who: readonly string[]): FoldErrors => {
    const errors = byFold.map((fold) => who.map((name) => fold[name]?.[metric]).find(isNumber) ?? NaN);
    const known = errors.filter((error) => !Number.isNaN(error));
    return { mean: known.reduce((sum, error) => sum + error, 0) / known.length, byFold: errors };
  };
  const forecast = of('model');
  // Where nothing is blended the network is the model.
  return { metric, forecast, network: of('network', 'model') };
};

const isNumber = (value: unknown): value is number => typeof value === 'number';
