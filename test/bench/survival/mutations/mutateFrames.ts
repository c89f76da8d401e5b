import type { Random } from '../../../../engine/compute/random.ts';
import { mutateJson, mutateText, pick } from './mutateJson.ts';

/** A request as it goes over the wire. */
export interface Request {
  readonly method: string;
  readonly params: unknown;
}

/** Files that the requests are about. */
export interface Subjects {
  /** A table that can be read, and a model of it. */
  readonly table: string;
  readonly model: string;
  /** A model of text. */
  readonly textModel: string;
  /** Models that take typed text. */
  readonly more: readonly string[];
  /** A folder that may be written to, and a run in it. */
  readonly folder: string;
  readonly run: string;
}

/**
 * One good request of each kind. Those that train do so for one epoch of a small network. Once they are mutated, paths
 * are any: an engine that gets them has to run in a folder of its own, two folders deep.
 */
export const goodRequests = ({ table, model, textModel, more, folder, run }: Subjects): readonly Request[] => {
  const config = { model: { hiddenSize: 2 }, training: { epochs: 1, threads: 1 } };
  const forecast = { task: 'forecast', data: { targets: ['value'], window: 4 }, ...config };
  return [
    { method: 'initialize', params: undefined },
    { method: 'inspect', params: { file: table, config: { data: { delimiter: ',' } } } },
    { method: 'readConfig', params: { file: `${folder}/config.json` } },
    { method: 'propose', params: { file: table, config } },
    { method: 'train', params: { file: table, config, runs: `${folder}/runs`, init: model } },
    { method: 'resume', params: { run, epochs: 3 } },
    ...['pause', 'continue', 'stop'].map((method) => ({ method, params: { id: 'nobody' } })),
    { method: 'predict', params: { model, file: table, horizon: 3, out: `${folder}/out.csv` } },
    ...more.map((each) => ({ method: 'predictText', params: { model: each, text: 'the soup of Ada' } })),
    {
      method: 'generate',
      params: { model: textModel, prime: 'ab', length: 5, temperature: 1, topK: 2, topP: 1, seed: 1, token: 't' },
    },
    { method: 'evaluate', params: { model, file: table } },
    { method: 'exportModel', params: { model, out: `${folder}/out.safetensors`, format: 'safetensors' } },
    { method: 'findLearningRate', params: { file: table, config, token: 't' } },
    { method: 'proposeBacktest', params: { file: table, config: forecast, horizon: 2 } },
    { method: 'backtest', params: { file: table, config: forecast, folds: 2, horizon: 2, refit: true, token: 'b' } },
    { method: 'backtestFold', params: { token: 'b', series: 0, fold: 1 } },
    { method: 'resumeTune', params: { search: run, budget: 1, token: 's' } },
  ];
};

/** The same request with something else among its parameters. */
export const mutateParams = ({ method, params }: Request, random: Random): Request => ({
  method,
  params: mutateJson(params, random),
});

/** A message as bytes, with its header. */
export const frameOf = (content: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
};

/** What becomes of a frame: told apart by whether the frames after it can still be read. */
export interface MutatedFrame {
  readonly kind: 'message' | 'text' | 'bytes' | 'header' | 'length' | 'garbage';
  readonly bytes: Buffer;
}

/** A request with a mistake in its message, in its text, or in what lies around it. */
export const mutateFrame = (request: Request, id: number, random: Random): MutatedFrame => {
  const message = { jsonrpc: '2.0', id, ...request };
  const text = JSON.stringify(message);
  const kind = pick(random, ['message', 'message', 'text', 'bytes', 'header', 'length', 'garbage'] as const);
  const frame = frameOf(text);
  const at = Math.floor(random.next() * frame.length);
  switch (kind) {
    case 'message':
      return { kind, bytes: frameOf(JSON.stringify(mutateJson(message, random))) };
    case 'text':
      return { kind, bytes: frameOf(mutateText(text, random)) };
    case 'bytes': {
      const content = Buffer.from(text);
      content[at % content.length] = Math.floor(random.next() * 256);
      return { kind, bytes: frameOf(content) };
    }
    case 'header': {
      const header = pick(random, [
        ...['Content-Length 5', 'Length: 5', 'Content-Length: -5', 'Content-Length: 5x', 'Content-Length: 1e3', ''],
        ...['Content-Length: 5\r\nContent-Length: 7', 'Content-Type: text/plain', 'Content-Length:', 'GET / HTTP/1.1'],
      ]);
      return { kind, bytes: Buffer.concat([Buffer.from(`${header}\r\n\r\n`), Buffer.from(text)]) };
    }
    case 'length': {
      const length = pick(random, [
        '1000000000000',
        '99999999999999999999',
        '17000000',
        String(2 ** 31),
        String(2 ** 53),
      ]);
      return { kind, bytes: Buffer.concat([Buffer.from(`Content-Length: ${length}\r\n\r\n`), Buffer.from(text)]) };
    }
    case 'garbage':
      return { kind, bytes: Buffer.from(Array.from({ length: 1 + at }, () => Math.floor(random.next() * 256))) };
  }
};
