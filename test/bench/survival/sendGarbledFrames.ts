import { PassThrough } from 'node:stream';
import { chdir, cwd } from 'node:process';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Message, StreamMessageReader } from 'vscode-jsonrpc/node';
import { type Random, createRandom } from '../../../engine/compute/random.ts';
import { openDoor } from '../../../engine/door.ts';
import { serve } from '../../../engine/server.ts';
import { garbleBytes } from './garbleModel.ts';
import { garbleValue } from './garbleValue.ts';
import { pick } from './pick.ts';
import type { Rounds } from './rounds.ts';
import { type Template, trainTemplates } from './templates.ts';

/** Milliseconds in which a request of a small model has to be answered. */
const patience = 30_000;
/** Replies and frames that are no request make a server wait for nothing; after so many it gets a new connection. */
const roundsPerDoor = 500;

/**
 * Sends garbled requests, and frames that are none, to the real server: every request is answered, with a result or
 * with what is wrong with it, or the connection ends with a reason.
 */
export const sendGarbledFrames = async (folder: string): Promise<Rounds> => {
  const templates = await trainTemplates(folder);
  // Names of files that are garbled are names within the folder.
  const before = cwd();
  chdir(folder);
  let door = new Door();
  let rounds = 0;
  return {
    play: async (seed) => {
      const random = createRandom(seed);
      const request = requestOf(pick(templates, random), seed, random);
      if (random.integer(4) === 0) return tearFrame(request, random);
      if (++rounds % roundsPerDoor === 0) {
        await door.close();
        door = new Door();
      }
      const problems = await door.ask(garbleValue(request, random).value, seed);
      if (door.hasEnded) door = new Door();
      return problems;
    },
    end: async () => {
      await door.close();
      chdir(before);
    },
  };
};

/** Requests as they are sent, of every method. Those that write files or train are rare: they take their time. */
const requestOf = ({ file, run }: Template, id: number, random: Random): object => {
  const paths = { file: basename(file), model: `templates/${basename(run)}` };
  const requests: Readonly<Record<string, object>> = {
    initialize: {},
    inspect: { file: paths.file, config: {} },
    readConfig: { file: paths.file },
    propose: { file: paths.file, config: { model: { hiddenSize: 2 }, training: { epochs: 1, threads: 1 } } },
    pause: { id: basename(run) },
    continue: { id: basename(run) },
    stop: { id: basename(run) },
    predict: { ...paths, horizon: 2 },
    generate: { model: paths.model, length: 5, temperature: 0.5, topK: 3, topP: 0.9, seed: 1, token: 'a', prime: 'A' },
    evaluate: paths,
    exportModel: { model: paths.model, out: 'out.safetensors', format: 'safetensors' },
  };
  const method = pick(Object.keys(requests), random);
  return { jsonrpc: '2.0', id, method, params: requests[method] };
};

/** The server on two streams in memory. */
class Door {
  private readonly input = new PassThrough();
  private readonly output = new PassThrough();
  private readonly waiting = new Map<string, (reply: Reply) => void>();
  private readonly served: Promise<void>;
  private fault: Error | undefined;
  hasEnded = false;

  constructor() {
    const connection = openDoor(this.input, this.output, (error) => (this.fault = error));
    this.served = serve(connection).finally(() => (this.hasEnded = true));
    new StreamMessageReader(this.output).listen((message) => {
      const reply = message as Reply;
      this.waiting.get(JSON.stringify(reply.id))?.(reply);
    });
  }

  /** Sends a message, and one that is sure to be answered behind it. Resolves to what is wrong with the answers. */
  async ask(message: unknown, id: number): Promise<string[]> {
    const problems: string[] = [];
    const { id: own, method } = (typeof message === 'object' && message !== null ? message : {}) as Partial<Request>;
    const isRequest = method !== undefined && (typeof own === 'string' || typeof own === 'number');
    const probe = `probe ${id}`;
    const answers = [probe, ...(isRequest ? [own] : [])].map((name) => this.replyTo(name));
    this.write(frameOf(message));
    this.write(frameOf({ jsonrpc: '2.0', id: probe, method: 'initialize' }));
    const late = setTimeout(patience, undefined, { ref: false });
    const ended = this.served.then(() => undefined);
    for (const answer of answers) {
      const reply = await Promise.race([answer, late, ended]);
      if (reply) problems.push(...judgeReply(reply));
      else if (!this.hasEnded) problems.push('no answer');
      else if (!this.fault) problems.push('the connection ended without a reason');
    }
    this.waiting.clear();
    return problems.map((problem) => `${JSON.stringify(message).slice(0, 300)}: ${problem}`);
  }

  write(bytes: Uint8Array): void {
    this.input.write(bytes);
  }

  /** Resolves to whether the server has ended in time, once nothing more comes. */
  async close(): Promise<boolean> {
    this.input.end();
    return Promise.race([this.served.then(() => true), setTimeout(patience, false, { ref: false })]);
  }

  private replyTo(id: string | number): Promise<Reply> {
    return new Promise((resolve) => this.waiting.set(JSON.stringify(id), resolve));
  }
}

interface Request {
  readonly id: unknown;
  readonly method: unknown;
}

interface Reply extends Message {
  readonly id?: string | number | null;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Internal errors are our fault, whatever was sent. */
const judgeReply = ({ error }: Reply): string[] => {
  if (!error) return [];
  if (error.code === -32603) return [`raw: ${error.message}`];
  return /\n\s+at /.test(error.message) ? [`shows a stack: ${error.message}`] : [];
};

/** Bytes of frames and of what stands between them, changed: the server answers what it can tell, and ends in time. */
const tearFrame = async (request: object, random: Random): Promise<string[]> => {
  const door = new Door();
  const whole = frameOf(request);
  const torn = garbleBytes(whole, 0, random.integer(2) === 0 ? whole.length : 30, random);
  door.write(torn);
  const hasEnded = await door.close();
  return hasEnded ? [] : [`${JSON.stringify(new TextDecoder().decode(torn)).slice(0, 300)}: the server does not end`];
};

const frameOf = (message: unknown): Uint8Array<ArrayBuffer> => {
  const body = new TextEncoder().encode(JSON.stringify(message) ?? 'null');
  const head = new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
};
