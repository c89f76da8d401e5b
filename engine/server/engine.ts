import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { describeTask } from '../tasks/describeTask.ts';
import { inspectFile } from '../tasks/inspectFile.ts';
import { loadKernels } from '../compute/loadKernels.ts';
import { InputError } from '../errors.ts';
import { exportModel } from '../exchange/exportModel.ts';
import { evaluateModel } from '../prediction/evaluateModel.ts';
import { explainModel } from '../prediction/explain/explainModel.ts';
import { onErrand } from '../errands/errand.ts';
import { examineModel, plotSeries } from '../prediction/examineModel.ts';
import { LoadedModels } from '../prediction/loadedModels.ts';
import { measureNarrowing } from '../prediction/measureNarrowing.ts';
import { predictFile } from '../prediction/predictFile.ts';
import { predictText } from '../prediction/predictText.ts';
import { generateText } from '../prediction/generateText.ts';
import { tasks } from '../tasks/registry.ts';
import { OpenedFiles } from '../tasks/openedFiles.ts';
import type { StorageLimits } from '../files/tableStorage.ts';
import type * as protocol from '../protocol.ts';
import { backtestFile, proposeBacktest } from '../training/backtest/backtestFile.ts';
import { KeptBacktests } from '../training/backtest/keptBacktests.ts';
import { findLearningRate, highestRate } from '../training/findLearningRate.ts';
import { propose } from '../training/planRun.ts';
import { resumeSearch, searchFile } from '../training/search/searchFile.ts';
import { RunReporter } from '../training/runReporter.ts';
import type { StartedRun } from '../training/assembleRun.ts';
import { resumeRun } from '../training/resumeRun.ts';
import { startRun } from '../training/startRun.ts';
import { RequestErrand } from './requestErrand.ts';
import { SurvivingRun } from '../training/survivingRun.ts';
import { settleLateEnds } from '../runs/lateEnd.ts';
import { sweepScratchFiles } from '../scratchFile.ts';
import { unlessCancelled } from '../unlessCancelled.ts';
import { version } from '../version.ts';

/** What the engine tells without being asked. */
export interface EngineListener {
  /** Resolves when the client has taken them. */
  runEvents(params: protocol.RunEventParams): Promise<void>;
  runStatus(params: protocol.RunStatusParams): void;
  generated(params: protocol.GeneratedParams): void;
  learningRatePoints(params: protocol.LearningRatePointsParams): void;
  /** How far requests are that carry a token. */
  progress?(params: protocol.ProgressParams): void;
  /** What searches come to whose requests carry a token. */
  searchEvents?(params: protocol.SearchEventParams): void;
}

interface LiveRun {
  readonly run: SurvivingRun;
  readonly ended: Promise<void>;
}

/** Answers the requests of `protocol.ts`. Owns the runs under way and the models held ready for prediction. */
export class Engine {
  private readonly listener: EngineListener;
  private readonly runs = new Map<string, LiveRun>();
  /** Ids of runs that are told to be over while their threads still end. */
  private readonly ending = new Set<string>();
  /** Folders of runs that are being read, to be trained on. */
  private readonly resuming = new Set<string>();
  private readonly reporters = new Map<string, RunReporter>();
  private readonly starting = new Set<Promise<StartedRun>>();
  private readonly searches = new Set<{ readonly ended: Promise<unknown>; readonly cancel: () => void }>();
  private readonly models = new LoadedModels();
  private readonly backtests = new KeptBacktests();
  private readonly files: OpenedFiles;

  constructor(listener: EngineListener, limits?: StorageLimits) {
    this.listener = listener;
    this.files = new OpenedFiles(limits);
    void sweepScratchFiles();
  }

  async initialize(): Promise<protocol.InitializeResult> {
    const { name } = await loadKernels('auto');
    return {
      version,
      kernels: name,
      threads: availableParallelism(),
      tasks: tasks.map(describeTask),
    };
  }

  /** Rejects with `Cancelled` as soon as `cancel` says so. */
  inspect(params: protocol.FileParams, cancel = CancellationToken.None): Promise<protocol.Inspection> {
    const { file, config } = params;
    return this.attend(params, cancel, () => unlessCancelled(inspectFile(file, config, this.files), cancel));
  }

  /** As `inspect`. */
  propose(params: protocol.FileParams, cancel = CancellationToken.None): Promise<protocol.Proposal> {
    return this.attend(params, cancel, () => unlessCancelled(propose(params, this.files, cancel), cancel));
  }

  /** Rejects with `Cancelled` where that is asked for before there is a run; a run is stopped. */
  train(params: protocol.TrainParams, cancel = CancellationToken.None): Promise<protocol.TrainResult> {
    return this.attend(params, cancel, () => this.begin(startRun(params, this.runListener, this.files)));
  }

  /** As `train`. */
  async resume(params: protocol.ResumeParams, cancel = CancellationToken.None): Promise<protocol.TrainResult> {
    const run = resolve(params.run);
    const live = [...this.runs.values()].find((candidate) => resolve(candidate.run.folder) === run);
    const isLive = live && !this.ending.has(live.run.id);
    if (isLive || this.resuming.has(run)) throw new InputError('is training already', { file: params.run });
    this.resuming.add(run);
    try {
      await live?.ended;
      return await this.attend(params, cancel, () => this.begin(resumeRun(params, this.runListener, this.files)));
    } finally {
      this.resuming.delete(run);
    }
  }

  pause({ id }: protocol.RunParams): void {
    this.liveRun(id).run.pause();
  }

  proceed({ id }: protocol.RunParams): void {
    this.liveRun(id).run.proceed();
  }

  async stop({ id }: protocol.RunParams): Promise<void> {
    const { run, ended } = this.liveRun(id);
    run.stop();
    await ended;
  }

  /** As `inspect`. */
  predict(params: protocol.PredictParams, cancel = CancellationToken.None): Promise<protocol.Prediction> {
    return this.attend(params, cancel, () => unlessCancelled(predictFile(this.models, params, this.files), cancel));
  }

  predictText(params: protocol.PredictTextParams): Promise<protocol.TextPrediction> {
    return predictText(this.models, params);
  }

  generate(params: protocol.GenerateParams, cancel: CancellationToken): Promise<protocol.GenerateResult> {
    return generateText(this.models, params, cancel, (text) => {
      this.listener.generated({ token: params.token, text });
    });
  }

  /** As `inspect`. */
  evaluate(params: protocol.ModelParams, cancel = CancellationToken.None): Promise<protocol.EvaluateResult> {
    return this.attend(params, cancel, () => unlessCancelled(evaluateModel(this.models, params, this.files), cancel));
  }

  /** As `inspect`. */
  explain(params: protocol.ExplainParams, cancel = CancellationToken.None): Promise<protocol.Explanation> {
    return this.attend(params, cancel, () => unlessCancelled(explainModel(this.models, params, this.files), cancel));
  }

  /** As `inspect`. */
  proposeBacktest(
    params: protocol.BacktestPlanParams,
    cancel = CancellationToken.None,
  ): Promise<protocol.BacktestPlan> {
    return this.attend(params, cancel, () => unlessCancelled(proposeBacktest(params, this.files), cancel));
  }

  /** What was forecast is kept under the token, if there is one. */
  async backtest(params: protocol.BacktestParams, cancel = CancellationToken.None): Promise<protocol.BacktestResult> {
    const { result, folds } = await this.attend(params, cancel, () => backtestFile(params, this.files));
    if (params.token !== undefined) this.backtests.keep(params.token, folds);
    return result;
  }

  backtestFold(params: protocol.BacktestFoldParams): protocol.BacktestFold {
    return this.backtests.read(params);
  }

  /** Rejects with `Cancelled` where it is not wanted any more: what was tried until then is kept. */
  tune(params: protocol.TuneParams, cancel = CancellationToken.None): Promise<protocol.TuneResult> {
    return this.search(params, cancel, (report) => searchFile(params, report, this.files));
  }

  /** As `tune`. */
  resumeTune(params: protocol.ResumeTuneParams, cancel = CancellationToken.None): Promise<protocol.TuneResult> {
    return this.search(params, cancel, (report) => resumeSearch(params, report, this.files));
  }

  forecastErrors(params: protocol.ForecastErrorsParams): protocol.ErrorReport {
    return this.backtests.errors(params);
  }

  /** As `inspect`; what was forecast is kept under the token. */
  async examine(params: protocol.ExamineParams, cancel = CancellationToken.None): Promise<protocol.Examination> {
    const { examination, folds } = await this.attend(params, cancel, () =>
      unlessCancelled(examineModel(this.models, params, this.files), cancel),
    );
    this.backtests.keep(params.token, folds);
    return examination;
  }

  /** As `inspect`. */
  plotSeries(params: protocol.PlotSeriesParams, cancel = CancellationToken.None): Promise<protocol.Plot> {
    return this.attend({}, cancel, () => unlessCancelled(plotSeries(this.models, params, this.files), cancel));
  }

  /** As `inspect`; a small model is written by then that has not been measured. */
  exportModel(params: protocol.ExportParams, cancel = CancellationToken.None): Promise<protocol.ExportResult> {
    return this.attend(params, cancel, async () => {
      const { small, ...exported } = await exportModel(params);
      if (!small) return exported;
      const measured = await unlessCancelled(measureNarrowing(this.models, params, this.files), cancel);
      return { ...exported, small: { ...small, ...measured } };
    });
  }

  findLearningRate(
    params: protocol.LearningRateParams,
    cancel: CancellationToken,
  ): Promise<protocol.LearningRateResult> {
    const report = (points: readonly protocol.LearningRatePoint<number>[]): void => {
      this.listener.learningRatePoints({ token: params.token, points, highestRate });
    };
    return this.attend(params, cancel, () => findLearningRate(params, cancel, report, this.files));
  }

  /** Saves every run and search, so that it can be resumed, and ends all threads. */
  async dispose(): Promise<void> {
    for (const { cancel } of this.searches) cancel();
    await Promise.allSettled([...this.starting, ...[...this.searches].map(({ ended }) => ended)]);
    for (const { run } of this.runs.values()) run.abandon();
    await Promise.all([...this.runs.values()].map(({ ended }) => ended));
    await settleLateEnds();
    await this.models.dispose();
  }

  /** Works on a request, telling who has sent it how far that is. */
  private async attend<T>(
    { token }: { readonly token?: string | undefined },
    cancel: CancellationToken,
    work: () => Promise<T>,
  ): Promise<T> {
    const errand = new RequestErrand(cancel, (stage) => {
      if (token !== undefined) this.listener.progress?.({ token, ...stage });
    });
    try {
      return await onErrand(errand, work);
    } finally {
      errand.end();
    }
  }

  private async search(
    params: { readonly token?: string | undefined },
    cancel: CancellationToken,
    work: (report: (event: protocol.SearchEvent) => void) => Promise<protocol.TuneResult>,
  ): Promise<protocol.TuneResult> {
    const { token } = params;
    const source = new CancellationTokenSource();
    const listening = cancel.onCancellationRequested(() => source.cancel());
    const ended = this.attend(params, source.token, () =>
      work((event) => {
        if (token !== undefined) this.listener.searchEvents?.({ token, event });
      }),
    );
    const live = { ended, cancel: () => source.cancel() };
    this.searches.add(live);
    try {
      return await ended;
    } finally {
      listening.dispose();
      this.searches.delete(live);
    }
  }

  private readonly runListener = {
    report: (id: string, event: protocol.RunEvent): void => {
      this.reporterOf(id).add(event);
    },
    setStatus: (id: string, status: protocol.RunStatus): void => {
      // What happened before the change of status has to arrive before it.
      this.reporterOf(id).flush();
      if (status !== 'running' && status !== 'paused') this.ending.add(id);
      this.listener.runStatus({ id, status });
    },
  };

  private reporterOf(id: string): RunReporter {
    let reporter = this.reporters.get(id);
    if (!reporter) {
      reporter = new RunReporter((events) => this.listener.runEvents({ id, events }));
      this.reporters.set(id, reporter);
    }
    return reporter;
  }

  private async begin(starting: Promise<StartedRun>): Promise<protocol.TrainResult> {
    this.starting.add(starting);
    try {
      return this.follow(await starting);
    } finally {
      this.starting.delete(starting);
    }
  }

  /** Lets the run train on by itself once the reply to its request is out. */
  private follow(started: StartedRun): protocol.TrainResult {
    const run = new SurvivingRun(started, this.runListener, this.files);
    const { id, folder } = run;
    const trainToTheEnd = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      await run.run();
      this.reporterOf(id).flush();
      this.reporters.delete(id);
      this.runs.delete(id);
      this.ending.delete(id);
    };
    // Who has asked for it has the answer by now.
    this.runs.set(id, { run, ended: onErrand(undefined, trainToTheEnd) });
    return { id, folder };
  }

  private liveRun(id: string): LiveRun {
    const live = this.runs.get(id);
    if (!live) throw new InputError(`run '${id}' is not training`);
    return live;
  }
}
