import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const commandLine = fileURLToPath(new URL('../../../dist/rnn-studio.mjs', import.meta.url));

/** Which processes of a training something happens to. */
export type Target = 'engine' | 'client' | 'both';
export const targets: readonly Target[] = ['engine', 'client', 'both'];

/** The processes that a training is made of are told from one another by `/proc`. */
export const hasProc = existsSync(`/proc/self/task/${process.pid}/children`);

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `rnn-studio` as people run it, with the engine that it starts. */
export class TrainingProcess {
  readonly ended: Promise<Ended>;
  readonly began = performance.now();
  private readonly child: ChildProcess;
  private readonly engines = new Set<number>();
  private hasEnded = false;

  /** `env` is put over the environment of this process. */
  constructor(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [commandLine, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        this.hasEnded = true;
        resolve({ code, signal, ...said });
      });
    });
  }

  get isAlive(): boolean {
    return !this.hasEnded && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The engine of now; undefined before it is started and after it has gone. */
  get engine(): number | undefined {
    const pid = this.isAlive ? childrenOf(this.child.pid ?? 0).find(isAlive) : undefined;
    if (pid !== undefined) this.engines.add(pid);
    return pid;
  }

  /** Sends `signal` to each process of `target` that lives, and tells whether one did. */
  signal(target: Target, signal: NodeJS.Signals): boolean {
    // Both are looked up before either is hit.
    const { engine } = this;
    const client = this.isAlive ? this.child.pid : undefined;
    const pids = target === 'both' ? [client, engine] : [target === 'engine' ? engine : client];
    return pids.filter((pid) => pid !== undefined && send(pid, signal)).length > 0;
  }

  /** Resolves to whether every engine that was seen has gone within so many milliseconds. */
  async enginesGone(patience = 30_000): Promise<boolean> {
    const until = performance.now() + patience;
    while ([...this.engines].some(isAlive)) {
      if (performance.now() > until) return false;
      await setTimeout(20);
    }
    return true;
  }

  /** Leaves nothing of it. */
  end(): void {
    this.signal('both', 'SIGKILL');
    for (const pid of this.engines) send(pid, 'SIGKILL');
  }
}

const send = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
};

const childrenOf = (pid: number): number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

/** A process that has ended and that nobody has asked about yet is not alive. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
