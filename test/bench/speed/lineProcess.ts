import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A child process that says a line of JSON when it is ready, and answers every further line of JSON with one. */
export class LineProcess<Hello, Request, Answer> {
  readonly hello: Hello;
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, hello: Hello) {
    this.child = child;
    this.lines = lines;
    this.hello = hello;
  }

  /** Undefined where the command is missing or ends before it is ready. */
  static async start<Hello, Request, Answer>(
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ): Promise<LineProcess<Hello, Request, Answer> | undefined> {
    // What it has to complain of when it is merely not installed interests nobody.
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const failed = once(child, 'error').then(() => undefined);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin.on('error', () => undefined);
    const first = await Promise.race([lines.next(), failed]);
    if (!first || first.done) return undefined;
    return new LineProcess(child, lines, JSON.parse(first.value) as Hello);
  }

  /** Undefined, and the process ended, where it takes longer than so many seconds. */
  async ask(request: Request, seconds: number): Promise<Answer | undefined> {
    if (this.child.exitCode !== null || this.child.killed) return undefined;
    this.child.stdin?.write(`${JSON.stringify(request)}\n`);
    const patience = setTimeout(() => this.child.kill(), seconds * 1000);
    const line = await this.lines.next();
    clearTimeout(patience);
    return line.done ? undefined : (JSON.parse(line.value) as Answer);
  }

  end(): void {
    this.child.kill();
  }
}
