import { basename, dirname } from 'node:path';
import { InputError } from '../errors.ts';
import { moreFilesOf, otherFilesOf } from '../files/parts/tableParts.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { ExamineParams, Plot, PlotSeriesParams } from '../protocol.ts';
import { findChangedFile, fingerprintData } from '../runs/fingerprint.ts';
import { RunFolder } from '../runs/runFolder.ts';
import type { Examined } from '../tasks/backtest/examined.ts';
import { taskOf } from '../tasks/findTask.ts';
import type { LoadedModel } from '../tasks/loadedModel.ts';
import type { OpenedFile } from '../tasks/openedFile.ts';
import type { OpenedFiles } from '../tasks/openedFiles.ts';
import type { LoadedModels } from './loadedModels.ts';

/**
 * How a run's best weights do on what was held out of their training. Throws an `InputError` for a task that has nothing
 * to be asked so, and where the file has changed since: what was held out is no longer known.
 */
export const examineModel = (models: LoadedModels, params: ExamineParams, files: OpenedFiles): Promise<Examined> =>
  models.use(params.run, (loaded) =>
    whileUnchanged(params.file, async () => {
      const task = taskOf(loaded.model.config);
      if (!task.examine) throw hasNone(loaded);
      const { split, isQuick = false } = params;
      const doubts = await describeDoubts(params);
      const { examination, folds } = await task.examine(loaded, await openWhole(loaded, params.file, files), {
        split,
        isQuick,
      });
      return { examination: { ...examination, notes: [...doubts, ...examination.notes] }, folds };
    }),
  );

/** See `Task.plotSeries`. Throws an `InputError` for a task without series. */
export const plotSeries = (models: LoadedModels, params: PlotSeriesParams, files: OpenedFiles): Promise<Plot> =>
  models.use(params.run, (loaded) =>
    whileUnchanged(params.file, async () => {
      const task = taskOf(loaded.model.config);
      if (!task.plotSeries) throw hasNone(loaded);
      return task.plotSeries(loaded, await openWhole(loaded, params.file, files), params.series);
    }),
  );

/** With the files that were trained on beside it. */
const openWhole = ({ model }: LoadedModel, file: string, files: OpenedFiles): Promise<OpenedFile> =>
  files.open(file, moreFilesOf(file, model.config));

const hasNone = ({ file, model }: LoadedModel): InputError =>
  new InputError(`is a ${model.config.task} model, of which no forecasts are told: that is for forecasts`, { file });

/** Why the rows may not be ones that the weights have never seen, a sentence each. */
const describeDoubts = async ({ run, file }: ExamineParams): Promise<string[]> => {
  const { config, fingerprint, refit } = await RunFolder.open(run).readRecord();
  const now = await fingerprintData(file, otherFilesOf(file, config));
  const hasChanged = findChangedFile(file, fingerprint, now) !== undefined;
  const name = basename(file) || basename(dirname(file));
  return [
    ...(refit ? ['The weights were trained once more, on these rows too: errors are smaller than those to come.'] : []),
    ...(hasChanged
      ? [
          `${name} has changed since the training: the newest rows of it as it is now may not be those that were held out.`,
        ]
      : []),
  ];
};
