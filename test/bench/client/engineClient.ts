import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
} from 'vscode-jsonrpc/node';

/** Where Node keeps what it compiles of the engine, as in VS Code. */
const codeFolder = join(tmpdir(), 'rnn-bench-code');

/** The built engine as a child process, as the extension starts it. */
export interface BenchEngine {
  readonly connection: MessageConnection;
  /** Most resident memory so far, in MB; undefined where the system does not tell. */
  peakMemory(): Promise<number | undefined>;
  /** Resident memory now, in MB; undefined where the system does not tell. */
  residentMemory(): Promise<number | undefined>;
  end(): Promise<void>;
}

export const startEngine = (): BenchEngine => {
  const script = fileURLToPath(new URL('../../../dist/engine.mjs', import.meta.url));
  const env = { ...process.env, NODE_COMPILE_CACHE: codeFolder };
  const child: ChildProcess = spawn(process.execPath, [script], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('the engine has no pipes');
  const connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  connection.listen();
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const memory = async (field: 'VmHWM' | 'VmRSS'): Promise<number | undefined> => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  };
  return {
    connection,
    peakMemory: () => memory('VmHWM'),
    residentMemory: () => memory('VmRSS'),
    end: async () => {
      connection.end();
      stdin.end();
      await exited;
    },
  };
};
