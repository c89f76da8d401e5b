import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { awaitThreads } from './awaitThreads.ts';
import { STACK_BYTES, type KernelModule } from './loadKernels.ts';
import type { SharedMemory } from './memory.ts';
import type { Offset } from './offset.ts';

/** One thread's part of every command. */
export interface ThreadWork {
  /** `port`: of a worker, where a message that goes with the command has come in. */
  run(command: number, port?: MessagePort): void;
}

/** The command that ends a worker; all others are the work's own. */
export const STOP = 0;

/** What a worker is started with; `plan` is what its work is made from, plain data. Offsets in bytes. */
export interface WorkerData<Plan> {
  readonly module: KernelModule;
  readonly memory: WebAssembly.Memory;
  readonly plan: Plan;
  readonly index: number;
  readonly stackEnd: number;
  readonly control: Offset;
  /** Held as long as the thread lives; its other end tells those who wait. */
  readonly lifeline: MessagePort;
}

/** Integers at `WorkerData.control`, through which the threads wait for each other. */
export const controls = { generation: 0, finished: 1, failed: 2, command: 3, messageLength: 4, count: 5 } as const;
export const MESSAGE_BYTES = 512;
/** Looks at a changing integer before a thread sleeps: some 50 µs, longer than the pauses within a training step. */
export const SPINS = 20_000;
/** Bytes of the controls, the message of a failure after them. */
const CONTROL_BYTES = 64 + MESSAGE_BYTES;

/** The threads besides the calling one: a file that calls `serve` with what makes a thread's work of the plan. */
export interface Crew<Plan> {
  readonly file: URL;
  readonly plan: Plan;
  readonly count: number;
}

/** Runs each command on all threads at once, the calling thread included, and returns when all have finished. */
export class ThreadPool {
  private readonly work: ThreadWork;
  private readonly workers: Worker[];
  private readonly lifelines: readonly MessagePort[];
  private readonly control: Int32Array;
  private readonly message: Uint8Array;
  private failure: Error | undefined;

  private constructor(
    work: ThreadWork,
    workers: Worker[],
    lifelines: readonly MessagePort[],
    memory: SharedMemory,
    control: Offset,
  ) {
    this.work = work;
    this.workers = workers;
    this.lifelines = lifelines;
    this.control = memory.integers(control, controls.count);
    this.message = new Uint8Array(memory.memory.buffer, control + 64, MESSAGE_BYTES);
    workers.forEach((worker, index) => {
      const fail = (reason: string): void => {
        this.failure ??= new Error(`Compute thread ${index + 1} ended: ${reason}`);
      };
      worker.on('error', (error) => {
        // Who waits for the thread learns that it ended before this can say why: the log has it then.
        process.stderr.write(`Compute thread ${index + 1}: ${error instanceof Error ? error.stack : String(error)}\n`);
        fail(error instanceof Error ? error.message : String(error));
      });
      worker.on('exit', (code) => {
        fail(`exit code ${code}`);
      });
    });
  }

  /** Starts the crew; `work` is the calling thread's, which has number 0. */
  static async start<Plan>(
    memory: SharedMemory,
    module: KernelModule,
    work: ThreadWork,
    crew: Crew<Plan>,
  ): Promise<ThreadPool> {
    const control = memory.allocate(CONTROL_BYTES, 'A thread');
    const lifelines: MessagePort[] = [];
    const workers = Array.from({ length: crew.count }, (_, i): Worker => {
      const { port1, port2 } = new MessageChannel();
      lifelines.push(port1);
      const stack = memory.allocate(STACK_BYTES, 'A thread');
      const workerData: WorkerData<Plan> = {
        module,
        memory: memory.memory,
        plan: crew.plan,
        index: i + 1,
        stackEnd: stack + STACK_BYTES,
        control,
        lifeline: port2,
      };
      // Not the process's own flags: a debugger's or `--input-type` would stop the worker.
      return new Worker(crew.file, { workerData, transferList: [port2], execArgv: [] });
    });
    try {
      await Promise.all(workers.map(becomeReady));
    } catch (error) {
      await Promise.all(workers.map((worker) => worker.terminate()));
      throw error;
    }
    for (const worker of workers) worker.unref();
    return new ThreadPool(work, workers, lifelines, memory, control);
  }

  /** On all threads, or on the calling one alone. Throws as `check` does, and when a thread fails. */
  run(command: number, threads = this.workers.length + 1): void {
    this.check();
    const { control } = this;
    if (threads === 1) {
      this.work.run(command);
      return;
    }
    control[controls.command] = command;
    Atomics.store(control, controls.finished, 0);
    Atomics.add(control, controls.generation, 1);
    Atomics.notify(control, controls.generation);
    this.work.run(command);
    this.wait();
  }

  /** Throws when a thread has failed or the pool is disposed. */
  check(): void {
    if (this.failure) throw this.failure;
  }

  /** Sends every worker a message, and runs the command that takes it in; the calling thread has to know already. */
  tell(message: unknown, command: number): void {
    for (const worker of this.workers) worker.postMessage(message);
    this.run(command);
  }

  /** Ends the workers. May be called again. */
  async dispose(): Promise<void> {
    this.failure ??= new Error('The session is disposed.');
    this.control[controls.command] = STOP;
    Atomics.add(this.control, controls.generation, 1);
    Atomics.notify(this.control, controls.generation);
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private wait(): void {
    const { control, workers, lifelines } = this;
    for (let spin = 0; spin < SPINS; spin++) {
      if (Atomics.load(control, controls.finished) === workers.length) break;
    }
    try {
      awaitThreads(control, controls.finished, lifelines);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      throw this.failure;
    }
    if (Atomics.load(control, controls.failed) === 0) return;
    const text = new TextDecoder().decode(this.message.slice(0, control[controls.messageLength]));
    this.failure = new Error(`Compute thread ${control[controls.failed]} failed: ${text}`);
    throw this.failure;
  }
}

const becomeReady = (worker: Worker): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.once('message', () => {
      worker.removeAllListeners();
      resolve();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`A compute thread ended while starting, exit code ${code}.`));
    });
  });
