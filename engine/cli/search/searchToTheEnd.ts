import type { SearchBegun, SearchEvent, Trial, TuneResult } from '../../protocol.ts';
import * as protocol from '../../protocol.ts';
import { rankCandidates } from '../../runs/searches/rankCandidates.ts';
import type { Surroundings } from '../command.ts';
import { describeBegin, describeSearched, describeTrial } from './describeSearch.ts';
import { EngineDied, EngineProcess, isCancelledReply } from '../engineProcess.ts';
import { interruptedExitCode, listenForInterrupts } from '../interrupts.ts';
import { graceOfCancel, tellCancelled } from '../withEngine.ts';
import { WorkLine } from '../workLine.ts';

/** Names the requests. */
export const searchToken = 'tune';

/** Asks an engine for the search. */
type StartSearch = (engine: EngineProcess) => Promise<TuneResult>;

/** An engine that ends so often in a row without a trial between is of no use. */
const mostDeaths = 3;

/** How far a search has come that was stopped. */
export interface StoppedSearch {
  /** Its folder; undefined where nothing had been tried. */
  readonly search: string | undefined;
}

/**
 * Shows the search until it has ended. An engine that ends before is replaced by another one that goes on with it. The first
 * Ctrl-C stops it, and what was tried until then is shown; the second ends everything at once.
 */
export const searchToTheEnd = async (
  start: StartSearch,
  surroundings: Surroundings,
): Promise<TuneResult | StoppedSearch> => {
  const search = new Search(surroundings);
  const stopListening = listenForInterrupts(
    () => search.stop(),
    () => search.endAtOnce(),
  );
  surroundings.output.onClose(() => search.stop());
  try {
    return await search.run(start);
  } catch (error) {
    if (isCancelledReply(error)) return search.tellStopped();
    throw error;
  } finally {
    stopListening();
  }
};

/** One search over the engines that work on it. */
class Search {
  private readonly surroundings: Surroundings;
  private readonly line = new WorkLine();
  private engine: EngineProcess | undefined;
  private begun: SearchBegun | undefined;
  private trials: Trial[] = [];
  private deaths = 0;
  private isStopped = false;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.engine?.cancel();
    // Reading may take longer than anybody wants to wait, and there is nothing to lose yet.
    setTimeout(() => {
      if (this.begun) return;
      tellCancelled(this.line, 'cancelled before the first trial was over');
      this.endAtOnce();
    }, graceOfCancel).unref();
  }

  endAtOnce(): void {
    this.engine?.kill();
    process.exit(interruptedExitCode);
  }

  async run(start: StartSearch): Promise<TuneResult> {
    for (let next = start; ;) {
      const engine = new EngineProcess({ isVerbose: this.surroundings.isVerbose, line: this.line });
      this.engine = engine;
      engine.connection.onNotification(protocol.searchEvents, ({ event }) => this.show(event));
      try {
        const result = await next(engine);
        this.showEnd(result);
        return result;
      } catch (error) {
        const { begun } = this;
        if (!(error instanceof EngineDied) || !begun || this.isStopped || ++this.deaths > mostDeaths) throw error;
        this.note(`${error.message}: the search goes on`);
        next = (another) => another.request(protocol.resumeTune, { search: begun.search, token: searchToken });
      } finally {
        await engine.close();
      }
    }
  }

  tellStopped(): StoppedSearch {
    const { begun, trials } = this;
    if (!begun) {
      tellCancelled(this.line, 'cancelled before the first trial was over');
      return { search: undefined };
    }
    const { measure, rungs } = begun;
    const ranking = rankCandidates(trials, measure).map((trial) => ({ ...trial, config: {}, wholeSeconds: 0 }));
    const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0);
    if (!this.surroundings.isJson) this.lines(describeSearched({ ranking, trials, measure, rungs, seconds }));
    return { search: begun.search };
  }

  private show(event: SearchEvent): void {
    const { output, isJson } = this.surroundings;
    this.line.hide();
    if (isJson) output.json(event);
    if (event.event === 'search') {
      // It comes again when the search goes on by itself.
      if (!isJson && !this.begun) this.lines(describeBegin(event));
      this.begun = event;
      this.trials = [...event.trials];
      return;
    }
    this.deaths = 0;
    this.trials.push(event);
    if (!isJson && this.begun) output.line(describeTrial(event, this.trials.length, this.begun));
  }

  private showEnd(result: TuneResult): void {
    const { output, isJson } = this.surroundings;
    if (isJson) output.json({ event: 'searched', ...result });
    else this.lines(describeSearched(result));
  }

  private note(text: string): void {
    this.line.hide();
    if (this.surroundings.isJson) process.stderr.write(`${text}\n`);
    else this.lines([text]);
  }

  private lines(lines: readonly string[]): void {
    for (const line of lines) this.surroundings.output.line(line);
  }
}
