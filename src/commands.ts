import * as vscode from 'vscode';
import type { Config, RunConfig } from '../engine/config.ts';
import type { CommandName } from './commandNames.ts';
import { compareRuns } from './panels/compareRuns.ts';
import { formatConfig } from './configDocument.ts';
import { deleteRun } from './runs/deleteRun.ts';
import type { EditorPredictions } from './predictions/editorPredictions.ts';
import type { EngineClient } from './client/engineClient.ts';
import { exportRun } from './exportRun.ts';
import { type Failures, openPlace } from './failures.ts';
import { continueText } from './predictions/continueText.ts';
import { fillEmptyCells } from './predictions/fillEmptyCells.ts';
import { searchLearningRate } from './panels/searchLearningRate.ts';
import { generateIntoDocument } from './generateIntoDocument.ts';
import { importWeights } from './importWeights.ts';
import { startBacktest } from './panels/startBacktest.ts';
import { startTuning } from './panels/startTuning.ts';
import type { TuneWish } from './panels/tuneJob.ts';
import type { TunePanel } from './panels/tunePanel.ts';
import type { BacktestWish } from './panels/backtestJob.ts';
import type { BacktestPanel } from './panels/backtestPanel.ts';
import type { FilePanels } from './panels/filePanels.ts';
import type { LearningRatePanel } from './panels/learningRatePanel.ts';
import { openSamples } from './openSamples.ts';
import { pickRun } from './runs/pickRun.ts';
import { appendPredictions, insertPrediction } from './predictions/predictionEdits.ts';
import { forecastNext, predictWith } from './predictions/predictWith.ts';
import { revealRun } from './runs/revealRun.ts';
import type { Run } from './runs/run.ts';
import type { RunPanels } from './panels/runPanels.ts';
import type { RunRegistry } from './runs/runRegistry.ts';
import { canResume } from './runs/runState.ts';
import type { TrainForm } from './panels/trainForm.ts';
import type { Training } from './training.ts';
import { trainOnFile, trainOnFiles, trainOnFolder, trainWithConfig } from './trainOnFile.ts';

export interface CommandParts {
  readonly engine: EngineClient;
  readonly runs: RunRegistry;
  readonly training: Training;
  readonly panels: RunPanels;
  readonly form: TrainForm;
  readonly rates: FilePanels<LearningRatePanel>;
  readonly backtests: FilePanels<BacktestPanel>;
  readonly tunings: FilePanels<TunePanel>;
  readonly predictions: EditorPredictions;
  readonly failures: Failures;
  readonly log: vscode.LogOutputChannel;
  readonly context: vscode.ExtensionContext;
}

type Handler = (target?: unknown, detail?: unknown) => Promise<unknown> | undefined;

type Commands = Readonly<Record<string, Handler>>;

/** Every command of the extension by its id; their failures are shown. */
export const registerCommands = (parts: CommandParts): vscode.Disposable => {
  const handlers = {
    ...trainingCommands(parts),
    ...runCommands(parts),
    ...editorCommands(parts),
    ...otherCommands(parts),
  } satisfies Readonly<Record<CommandName, Handler>>;
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(`rnnStudio.${id}`, (target?: unknown, detail?: unknown) =>
        parts.failures.guard(() => handler(target, detail)),
      ),
    ),
  );
};

const trainingCommands = (parts: CommandParts) => {
  const { engine, training, panels, runs, form, rates, backtests, tunings, context } = parts;
  const picked = async (
    target: unknown,
    title: string,
    isFit: (run: Run) => boolean,
    act: (run: Run) => Promise<unknown>,
  ) => {
    const run = await pickRun(runs, target, title, isFit);
    if (run) await act(run);
  };
  const isRunning = (run: Run): boolean => run.isLive && run.state === 'running';
  const isPaused = (run: Run): boolean => run.isLive && run.state === 'paused';
  return {
    trainOnFile: (target, selected) => trainOnFiles(training, panels, asUri(target), asUris(selected)),
    trainOnFolder: (target) => trainOnFolder(training, panels, asUri(target)),
    importWeights: (target, data) => importWeights(training, panels, asUri(target), data),
    trainWithConfig: (target) => trainWithConfig(engine, training, panels, asUri(target)),
    findLearningRate: (target, config) =>
      searchLearningRate(rates, form, asUri(target), isConfig(config) ? config : undefined),
    backtestForecast: (target, wish) =>
      startBacktest({ engine, form, backtests }, asUri(target), isWish<BacktestWish>(wish) ? wish : undefined),
    tuneNetwork: (target, wish) =>
      startTuning(
        { form, storage: context.globalStorageUri, tunings },
        asUri(target),
        isWish<TuneWish>(wish) ? wish : undefined,
      ),
    retrain: (target) =>
      picked(
        target,
        vscode.l10n.t('Retrain'),
        ({ record }) => record !== undefined,
        async ({ record }) => {
          if (record) await trainOnFile(training, panels, vscode.Uri.file(record.file), asConfig(record.config));
        },
      ),
    stop: (target) =>
      picked(
        target,
        vscode.l10n.t('Stop Run'),
        (run) => run.isLive,
        (run) => training.stop(run),
      ),
    pause: (target) => picked(target, vscode.l10n.t('Pause Run'), isRunning, (run) => training.pause(run)),
    continue: (target) => picked(target, vscode.l10n.t('Continue Run'), isPaused, (run) => training.continue(run)),
    resume: (target) =>
      picked(
        target,
        vscode.l10n.t('Resume Run'),
        (run) => canResume(run.state),
        async (run) => {
          panels.show(await training.resume(run));
        },
      ),
  } satisfies Commands;
};

const runCommands = ({ engine, runs, training, panels, form }: CommandParts) => {
  const onRun =
    (title: string, act: (run: Run, detail: unknown) => unknown, isFit: (run: Run) => boolean = () => true): Handler =>
    async (target, detail) => {
      const run = await pickRun(runs, target, title, isFit);
      if (run) await act(run, detail);
    };
  const hasModel = (run: Run): boolean => run.hasModel;
  return {
    openRun: onRun(vscode.l10n.t('Open Run'), (run) => panels.show(run)),
    compareRuns: onRun(vscode.l10n.t('Compare'), (run) => compareRuns(runs, panels, run), hasModel),
    deleteRun: onRun(vscode.l10n.t('Delete Run'), (run) => deleteRun(training, runs, run)),
    revealRun: onRun(vscode.l10n.t('Reveal Run Folder'), revealRun),
    copyConfig: onRun(vscode.l10n.t('Copy Config'), async ({ record }) => {
      if (record) await vscode.env.clipboard.writeText(formatConfig(record.config, vscode.Uri.file(record.file)));
    }),
    generateText: onRun(
      vscode.l10n.t('Generate Text'),
      (run) => generateIntoDocument(engine, run),
      (run) => run.can('generate'),
    ),
    forecastNext: onRun(
      vscode.l10n.t('Forecast Next'),
      (run) => forecastNext(engine, run),
      (run) => run.can('nextRows'),
    ),
    exportWeights: onRun(vscode.l10n.t('Export Weights'), (run, out) => exportRun(engine, run, out), hasModel),
    openDataFile: onRun(
      vscode.l10n.t('Open Data File'),
      ({ record }) => record && openPlace(record.error?.place ?? { file: record.file }),
    ),
    showTrainForm: onRun(vscode.l10n.t('Train Again'), async ({ record }, config) => {
      if (record) await form.show(vscode.Uri.file(record.file), isConfig(config) ? config : asConfig(record.config));
    }),
    predictWith: (target) => predictWith(engine, runs, target),
    refreshRuns: () => runs.reload(),
  } satisfies Commands;
};

const editorCommands = ({ engine, runs, predictions }: CommandParts) =>
  ({
    fillEmptyCells: (target, id) =>
      fillEmptyCells({ engine, runs, predictions }, asUri(target), typeof id === 'string' ? id : undefined),
    continueText: (target) => continueText(engine, runs, target),
    insertPrediction: async (target, line) => {
      if (target instanceof vscode.Uri && typeof line === 'number') await insertPrediction(predictions, target, line);
    },
    appendPredictions: async (target, series) => {
      const whose = typeof series === 'string' ? series : undefined;
      if (target instanceof vscode.Uri) await appendPredictions(predictions, target, whose);
    },
  }) satisfies Commands;

const otherCommands = ({ engine, runs, log, context }: CommandParts) =>
  ({
    showLog: async () => log.show(),
    restartEngine: async () => {
      const { length } = runs.liveRuns;
      if (length > 0) {
        const restart = vscode.l10n.t('Restart');
        const question = vscode.l10n.t('Restart the engine while it trains?');
        const detail = vscode.l10n.t('Runs that train are saved and can be resumed.');
        if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, restart)) !== restart) return;
      }
      await engine.end();
    },
    openSamples: () => openSamples(context.extensionUri, context.globalStorageUri),
  }) satisfies Commands;

const asUri = (target: unknown): vscode.Uri | undefined => (target instanceof vscode.Uri ? target : undefined);

/** What is selected in the explorer, which hands all of it on after the one that was clicked. */
const asUris = (selected: unknown): readonly vscode.Uri[] =>
  Array.isArray(selected) ? selected.flatMap((each) => asUri(each) ?? []) : [];

/** The explorer hands on what is selected beside the file that was clicked. */
const isWish = <Wish>(value: unknown): value is Partial<Wish> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isConfig = (value: unknown): value is Config => typeof value === 'object' && value !== null;

/** A complete config is a config; its lists are only declared unchangeable. */
const asConfig = (config: RunConfig): Config => structuredClone(config) as Config;
