import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import * as protocol from '../../engine/protocol.ts';
import type { ToPanel } from '../../webview/protocol.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { EngineError, messageOf } from '../client/engineError.ts';
import { Disposable } from '../disposable.ts';
import type { Run } from '../runs/run.ts';

/** One that was asked for. */
interface Asked {
  /** Under which the engine keeps what was forecast. */
  readonly token: string;
  /** Whether the run trained then: it was looked at less closely, and by its validation split. */
  readonly isLive: boolean;
  readonly examination: Promise<protocol.Examination>;
}

/** How a run's model does on what was held out of its training, asked from the engine when a page wants to know. */
export class RunExamination extends Disposable {
  private readonly engine: EngineClient;
  private readonly run: Run;
  private readonly post: (message: ToPanel) => Promise<void>;
  private readonly cancellation = this.register(new vscode.CancellationTokenSource());
  private latest: Asked | undefined;

  constructor(engine: EngineClient, run: Run, post: (message: ToPanel) => Promise<void>) {
    super();
    this.engine = engine;
    this.run = run;
    this.post = post;
    this.register(
      engine.onDidProgress(({ token, doing, share }) => {
        if (token !== this.latest?.token) return;
        void post({ type: 'examining', stage: { doing, ...(share !== undefined && { share }) } });
      }),
    );
  }

  override dispose(): void {
    this.cancellation.cancel();
    super.dispose();
  }

  /** What came out last, as long as the run trains or is over as it was then; `isAnew`: by the weights of now. */
  async send(isAnew: boolean): Promise<void> {
    const { token, examination } = this.asked(isAnew);
    await this.post({ type: 'examining' });
    await this.answer(examination, (answer) => ({
      ...{ type: 'examined', id: token },
      ...('value' in answer ? { examination: answer.value } : answer),
    }));
  }

  /** Of a series by its place, see `backtestFold`. */
  async sendFold(series: number, fold: number): Promise<void> {
    const { token: id } = this.asked(false);
    const asked = this.ask((token) => this.engine.request(protocol.backtestFold, { token, series, fold }));
    await this.answer(asked, (answer) => ({
      ...{ type: 'fold', id, series, fold },
      ...('value' in answer ? { plot: answer.value } : answer),
    }));
  }

  /** Of a series by its place, or of all, see `forecastErrors`. */
  async sendErrors(series: number | undefined): Promise<void> {
    const { token: id } = this.asked(false);
    const of = series === undefined ? {} : { series };
    const asked = this.ask((token) => this.engine.request(protocol.forecastErrors, { token, ...of }));
    await this.answer(asked, (answer) => ({
      ...{ type: 'errors', id, ...of },
      ...('value' in answer ? { report: answer.value } : answer),
    }));
  }

  /** Of a series by its name, see `plotSeries`. */
  async sendPlot(series: string): Promise<void> {
    const params = { run: this.run.folder, file: this.run.record?.file ?? '', series };
    const asked = this.engine.request(protocol.plotSeries, params, this.cancellation.token);
    await this.answer(asked, (answer) => ({
      ...{ type: 'seriesPlot', series },
      ...('value' in answer ? { plot: answer.value } : answer),
    }));
  }

  private asked(isAnew: boolean): Asked {
    const { isLive } = this.run;
    if (this.latest && !isAnew && this.latest.isLive === isLive) return this.latest;
    const token = randomUUID();
    const latest = { token, isLive, examination: this.examine(token, isLive) };
    this.latest = latest;
    // What failed is asked for again by the next who wants it.
    latest.examination.catch(() => {
      if (this.latest === latest) this.latest = undefined;
    });
    return latest;
  }

  private examine(token: string, isLive: boolean): Promise<protocol.Examination> {
    const { folder, record } = this.run;
    const params = {
      run: folder,
      file: record?.file ?? '',
      split: isLive ? 'valid' : 'test',
      isQuick: isLive,
      token,
    } as const;
    return this.engine.request(protocol.examine, params, this.cancellation.token);
  }

  /** Where an engine that was started since, or has kept others, knows of it no more, it is examined once again. */
  private async ask<T>(request: (token: string) => Promise<T>): Promise<T> {
    const { token, isLive, examination } = this.asked(false);
    await examination;
    try {
      return await request(token);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      await this.engine.request(protocol.examine, {
        ...{ run: this.run.folder, file: this.run.record?.file ?? '', split: isLive ? 'valid' : 'test' },
        ...{ isQuick: isLive, token },
      });
      return request(token);
    }
  }

  /** The page shows why there is none where it has asked. */
  private async answer<T>(
    asked: Promise<T>,
    message: (answer: { readonly value: T } | { readonly error: string }) => ToPanel,
  ): Promise<void> {
    const answer = await asked.then(
      (value) => ({ value }),
      (error: unknown) => ({ error: messageOf(error) }),
    );
    await this.post(message(answer));
  }
}
