import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A file of the project, as a script imports it. */
export const importable = (path: string): string => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);

/** A process of its own that runs a module's text, for tests that freeze it. It is killed when the test is over. */
export class ScriptProcess {
  /** What the script has printed. */
  output = '';
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly closed: Promise<unknown>;

  constructor(script: string) {
    this.child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.closed = once(this.child, 'close');
    onTestFinished(() => {
      this.child.kill('SIGKILL');
    });
  }

  /** Resolves with the first group of `pattern` once the output has it; rejects when the script ends without it. */
  async sees(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match[1] ?? '';
      const isOver = await Promise.race([once(this.child.stdout, 'data').then(() => false), this.closed]);
      if (isOver && !pattern.test(this.output)) throw new Error(`ended without ${String(pattern)}:\n${this.output}`);
    }
  }

  /** Keeps the process from running for so long, as a closed lid does. */
  async freeze(milliseconds: number): Promise<void> {
    this.child.kill('SIGSTOP');
    await setTimeout(milliseconds);
    this.child.kill('SIGCONT');
  }

  /** Everything printed, once the script has ended. */
  async ended(): Promise<string> {
    await this.closed;
    return this.output;
  }
}
