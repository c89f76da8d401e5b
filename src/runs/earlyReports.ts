import type { RunEvent, RunStatus } from '../../engine/protocol.ts';

/** Reports kept of one run; a run's folder has the older ones too. */
const mostEvents = 1000;
const mostRuns = 16;

interface Reports {
  readonly events: readonly RunEvent[];
  readonly status: RunStatus;
}

const nothing: Reports = { events: [], status: 'running' };

/** What arrives of a run before the reply that names it, or that says that it is resumed; the newest of it. */
export class EarlyReports {
  private readonly byId = new Map<string, Reports>();

  addEvents(id: string, events: readonly RunEvent[]): void {
    const { events: before, status } = this.byId.get(id) ?? nothing;
    this.set(id, { events: [...before, ...events].slice(-mostEvents), status });
  }

  setStatus(id: string, status: RunStatus): void {
    this.set(id, { ...(this.byId.get(id) ?? nothing), status });
  }

  /** What came of the run, which is then forgotten here. */
  take(id: string): Reports {
    const reports = this.byId.get(id) ?? nothing;
    this.byId.delete(id);
    return reports;
  }

  clear(): void {
    this.byId.clear();
  }

  /** The run heard of least recently makes room. */
  private set(id: string, reports: Reports): void {
    this.byId.delete(id);
    this.byId.set(id, reports);
    const [oldest] = this.byId.keys();
    if (this.byId.size > mostRuns && oldest !== undefined) this.byId.delete(oldest);
  }
}
