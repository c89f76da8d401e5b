import type { Plot, RunRecord, TaskDescription } from '../../engine/protocol.ts';
import type { ComparedRun, ExplainState, RunState, ToPanel } from '../protocol.ts';
import { setStrings } from '../strings.ts';
import { ForecastAnswers } from '../tasks/forecast/forecastAnswers.ts';
import { RunHistory } from './runHistory.ts';
import type { Generation, ViewState } from './viewState.ts';
import { initialView, restoreView } from './viewState.ts';

/** What the panel shows: the run as the host tells it, and the person's view of it. */
export class PanelModel {
  id: string | undefined;
  title = '';
  state: RunState = 'starting';
  record: RunRecord | undefined;
  /** What is known of the run's task. */
  task: TaskDescription | undefined;
  plot: Plot | undefined;
  /** Other runs whose curves are laid over this one's. */
  compared: readonly ComparedRun[] = [];
  /** What its best model rests on, once that has been asked. */
  explained: ExplainState | undefined;
  history = new RunHistory();
  forecasts = new ForecastAnswers();
  view: ViewState = initialView;
  /** Grows with every message; what is derived from the history is derived anew when it does. */
  version = 0;

  private readonly readView: () => Partial<ViewState> | undefined;
  private readonly keepView: (view: ViewState) => void;

  constructor(readView: () => Partial<ViewState> | undefined, keepView: (view: ViewState) => void) {
    this.readView = readView;
    this.keepView = keepView;
  }

  receive(message: ToPanel): void {
    this.version += 1;
    switch (message.type) {
      case 'hydrate':
        setStrings(message.strings);
        this.hydrate(message.run);
        break;
      case 'events':
        this.history.append(message.events);
        break;
      case 'record':
        this.record = message.record;
        break;
      case 'state':
        this.state = message.state;
        break;
      case 'plot':
        this.plot = message.plot;
        break;
      case 'compared':
        this.compared = message.runs;
        this.updateView({ compared: message.runs.map(({ id }) => id) });
        break;
      case 'explained':
        this.explained = message.explained;
        break;
      case 'generated':
        this.changeGeneration(message.token, (generation) => ({ ...generation, text: generation.text + message.text }));
        break;
      case 'generateEnded':
        this.changeGeneration(message.token, (generation) => ({
          ...generation,
          isRunning: false,
          ...(message.error === undefined ? {} : { error: message.error }),
        }));
        break;
      case 'textPredicted':
        this.answerTryIt(message);
        break;
      case 'examining':
      case 'examined':
      case 'fold':
      case 'errors':
      case 'seriesPlot':
        this.forecasts.receive(message);
        break;
      default:
        message satisfies never;
    }
  }

  updateView(patch: Partial<ViewState>): void {
    this.view = { ...this.view, ...patch };
    if (this.id !== undefined) this.keepView(this.view);
  }

  private hydrate(run: Extract<ToPanel, { type: 'hydrate' }>['run']): void {
    this.view = this.id === run.id ? this.view : restoreView(this.readView(), run.id);
    this.id = run.id;
    this.title = run.title;
    this.state = run.state;
    this.record = run.record;
    this.task = run.task;
    this.plot = run.plot;
    this.history = new RunHistory();
    this.history.append(run.events);
    this.forecasts = new ForecastAnswers();
    this.keepView(this.view);
  }

  /** An answer to another question than the last is of no use any more. */
  private answerTryIt({ token, prediction, error }: Extract<ToPanel, { type: 'textPredicted' }>): void {
    const { asked, text } = this.view.tryIt;
    if (asked?.token !== token) return;
    const answer = {
      text: asked.text,
      epoch: asked.epoch,
      ...(prediction && { prediction }),
      ...(error !== undefined && { error }),
    };
    this.updateView({ tryIt: { text, answer } });
  }

  private changeGeneration(token: string, change: (generation: Generation) => Generation): void {
    this.updateView({
      generations: this.view.generations.map((generation) =>
        generation.token === token ? change(generation) : generation,
      ),
    });
  }
}
