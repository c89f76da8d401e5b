import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { RunEvent, RunRecord } from '../../engine/protocol.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const fromSource = join(root, 'engine/cli/main.ts');
const bundle = join(root, 'dist/rnn-studio.mjs');
/** What people run; `npm test` has built it. */
const built = existsSync(bundle) ? bundle : fromSource;

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export class Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  stdout = '';
  stderr = '';
  private readonly watchers = new Set<() => void>();

  /** `stdout` is an open file to write to instead of what `finished` gives. */
  constructor(main: string, args: readonly string[], cwd: string, stdout: 'pipe' | number = 'pipe') {
    this.child = spawn(process.execPath, [main, ...args], { cwd, stdio: ['ignore', stdout, 'pipe'], detached: true });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      for (const watcher of this.watchers) watcher();
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.finished = new Promise((resolve) => {
      this.child.on('close', (code) => {
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** As a terminal does on Ctrl-C: to the command and whatever it has started in its process group. */
  signal(name: NodeJS.Signals): void {
    process.kill(-this.child.pid!, name);
  }

  /** Resolves when standard output holds what `pattern` describes; rejects when the command ends without it. */
  async sees(pattern: RegExp): Promise<void> {
    const seen = new Promise<boolean>((resolve) => {
      const watcher = (): void => {
        if (pattern.test(this.stdout)) resolve(true);
      };
      this.watchers.add(watcher);
      watcher();
    });
    if (await Promise.race([seen, this.finished.then(() => pattern.test(this.stdout))])) return;
    throw new Error(`ended without ${String(pattern)}:\n${this.stdout}\n${this.stderr}`);
  }
}

/** A folder with copies of the samples in which commands run: one for each test, or one for all of a block. */
export class Workspace {
  folder = '';

  constructor(lifetime: 'test' | 'block' = 'test') {
    const [before, after] = lifetime === 'test' ? [beforeEach, afterEach] : [beforeAll, afterAll];
    before(async () => {
      this.folder = await mkdtemp(join(tmpdir(), 'rnn-cli-'));
      await cp(join(root, 'samples'), this.folder, { recursive: true });
    });
    after(() => rm(this.folder, { recursive: true, force: true }));
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  start(args: readonly string[], main = built, stdout?: number): Started {
    return new Started(main, args, this.folder, stdout);
  }

  /** Runs `rnn-studio` with `args` to its end. */
  run(...args: readonly string[]): Promise<Finished> {
    return this.start(args).finished;
  }

  /** Runs a command that must succeed, with `--json`: its lines as objects. */
  async json(...args: readonly string[]): Promise<unknown[]> {
    const { code, stdout, stderr } = await this.run(...args, '--json');
    if (code !== 0) throw new Error(`exit code ${String(code)}: ${stderr}`);
    return parseLines(stdout);
  }

  /** Trains, and gives the events by kind. */
  async train(...args: readonly string[]): Promise<Events> {
    return new Events((await this.json('train', ...args)) as RunEvent[]);
  }

  async runIds(): Promise<string[]> {
    return readdir(this.path('.rnn-studio', 'runs')).catch(() => []);
  }
}

export const parseLines = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

type EventOf<K extends RunEvent['event']> = Extract<RunEvent, { event: K }>;

/** The events of a run in the order they came. */
export class Events {
  readonly all: readonly RunEvent[];

  constructor(all: readonly RunEvent[]) {
    this.all = all;
  }

  of<K extends RunEvent['event']>(kind: K): EventOf<K>[] {
    return this.all.filter((event): event is EventOf<K> => event.event === kind);
  }

  /** The one event of a kind that comes once. */
  one<K extends RunEvent['event']>(kind: K): EventOf<K> {
    const [event, ...more] = this.of(kind);
    if (!event || more.length > 0) throw new Error(`${event ? 'more than one' : 'no'} event ${kind}`);
    return event;
  }

  get run(): string {
    return this.one('config').run;
  }
}

export const readRecord = async (run: string): Promise<RunRecord> =>
  JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as RunRecord;
