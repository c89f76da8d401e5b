import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord, TrainResult } from '../../../../engine/protocol.ts';
import { frameOf } from '../../../bench/survival/mutations/mutateFrames.ts';
import { RawEngine } from '../rawEngine.ts';

const sample = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));

/** Started when it is needed, and again after it has ended. */
let running: RawEngine | undefined;
const startEngine = (): RawEngine => {
  running?.kill();
  return (running = new RawEngine());
};
afterAll(() => running?.kill());

const message = (fields: Readonly<Record<string, unknown>>): string => JSON.stringify({ jsonrpc: '2.0', ...fields });

describe('where no message can be told from the next, the engine says so and ends', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['a word', 'hello\n', /"hello\\n" is not the header of a message/],
    ['bytes at random', Buffer.from([0xff, 0, 0x80, 13, 10]), /is not the header/],
    ['an absurd length', 'Content-Length: 1000000000000\r\n\r\n', /1000000000000 bytes is longer than 16 MB/],
  ])('%s', async (_, bytes, words) => {
    const engine = startEngine();
    engine.send(bytes);
    expect(await engine.exited).toBe(1);
    expect(engine.log).toMatch(/^ProtocolError: what comes is no message, so the engine ends: /);
    expect(engine.log).toMatch(words);
    expect(engine.log).not.toContain('    at ');
  });

  test('after what was asked before is answered, and without waiting for what can never come', async () => {
    const engine = startEngine();
    engine.request(1, 'initialize');
    expect(await engine.reply(1)).toMatchObject({ result: { kernels: expect.any(String) as string } });
    engine.send('Content-Length: 99999999999\r\n\r\n{"jsonrpc');
    expect(await engine.exited).toBe(1);
  });
});

test('a run under way is saved before the engine ends, and another engine goes on with it', async () => {
  let engine = startEngine();
  const folder = await mkdtemp(join(tmpdir(), 'rnn-door-'));
  const file = join(folder, 'airline-passengers.csv');
  await cp(sample, file);
  const config = { training: { epochs: 100_000, patience: 0, threads: 1 } };
  engine.request('train', 'train', { file, config, runs: join(folder, 'runs') });
  const started = await engine.reply('train');
  const run = (started!.result as unknown as TrainResult).folder;
  await engine.until(() => JSON.stringify(engine.messages).includes('"event":"epoch","epoch":3'));
  engine.send('\0\0\0');
  expect(await engine.exited).toBe(1);
  const record = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as RunRecord;
  expect(record.status).toBe('running');
  expect(record.epoch).toBeGreaterThanOrEqual(3);

  engine = startEngine();
  engine.request('resume', 'resume', { run, epochs: record.epoch + 2 });
  expect(await engine.reply('resume')).toMatchObject({ result: { folder: run } });
  await engine.until(() => JSON.stringify(engine.messages).includes('"status":"finished"'));
  await rm(folder, { recursive: true });
});

describe('what is no message though its frame is whole gets an error reply, and the next request its answer', () => {
  let engine: RawEngine;
  beforeAll(() => {
    engine = startEngine();
  });
  beforeEach(() => {
    engine.messages.length = 0;
  });

  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  test.each<[string, string | Buffer, number, string | number | null, RegExp]>([
    ['no JSON', '{"jsonrpc":', -32700, null, /is not JSON/],
    ['nothing', '', -32700, null, /is not JSON/],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), -32700, null, /is not UTF-8/],
    ['a nesting without end', deep, -32700, null, /nested deeper than 64 levels/],
    ['a batch', `[${message({ id: 7, method: 'initialize' })}]`, -32600, null, /batches are not taken/],
    ['null', 'null', -32600, null, /is an object/],
    ['a number', '5', -32600, null, /is an object/],
    ['no version', '{"id":7,"method":"initialize"}', -32600, 7, /jsonrpc/],
    ['another version', '{"jsonrpc":"1.0","id":7,"method":"initialize"}', -32600, 7, /jsonrpc/],
    ['no method', message({ id: 7 }), -32600, 7, /a message has a method/],
    ['a method that is no text', message({ id: 7, method: 5 }), -32600, 7, /method is a text/],
    ['an id that is null', message({ id: null, method: 'initialize' }), -32600, null, /id is a text or a number/],
    ['an id that is an object', message({ id: {}, method: 'initialize' }), -32600, null, /id is a text or a number/],
    ['an endless id', '{"jsonrpc":"2.0","id":1e999,"method":"initialize"}', -32600, null, /id is a text or a number/],
    ['params that are null', message({ id: 7, method: 'inspect', params: null }), -32602, 7, /go by name/],
    ['params by position', message({ id: 7, method: 'inspect', params: [1, 2, 3] }), -32602, 7, /go by name/],
    ['params that are a text', message({ id: 7, method: 'inspect', params: 'x' }), -32602, 7, /go by name/],
    ['no params', message({ id: 7, method: 'inspect' }), -32602, 7, /params/],
    ['a cancellation of nothing', message({ method: '$/cancelRequest', params: {} }), -32602, null, /names the id/],
    ['a cancellation without params', message({ method: '$/cancelRequest' }), -32602, null, /names the id/],
    ['an unknown method', message({ id: 'a', method: 'fly' }), -32601, 'a', /fly/],
    ['a method of every object', message({ id: 'a', method: '__proto__' }), -32601, 'a', /__proto__/],
    [
      'a field too many',
      message({ id: 7, method: 'stop', params: { id: 'x', now: true } }),
      -32602,
      7,
      /the request stop is wrong: unknown key 'now'/,
    ],
    [
      'a config that is none',
      message({ id: 7, method: 'propose', params: { file: sample, config: { training: { epochs: 'many' } } } }),
      -32602,
      7,
      /config\.training\.epochs: "many" is not valid/,
    ],
    [
      'a path with NUL',
      message({ id: 7, method: 'readConfig', params: { file: 'a\0b' } }),
      -32602,
      7,
      /file: "a\\u0000b" is not valid: a path has no NUL/,
    ],
  ])('%s', async (_, content, code, id, words) => {
    engine.send(frameOf(content));
    engine.request('next', 'initialize');
    expect(await engine.reply(id)).toMatchObject({
      jsonrpc: '2.0',
      error: { code, message: expect.stringMatching(words) as string },
    });
    expect(await engine.reply('next')).toMatchObject({ result: { threads: expect.any(Number) as number } });
  });

  test('notifications that nobody waits for, and replies to nothing, are passed over', async () => {
    engine.send(frameOf(message({ method: 'fly', params: {} })), frameOf(message({ id: 5, result: 1 })));
    engine.send(frameOf(message({ method: '$/cancelRequest', params: { id: 99 } })));
    engine.request('next', 'initialize');
    expect(await engine.reply('next')).toHaveProperty('result');
    expect(engine.messages).toHaveLength(1);
  });

  test('a message that comes byte by byte, and many in one piece, are read alike', async () => {
    const frames = [1, 2, 3].map((id) => frameOf(message({ id, method: 'initialize' })));
    for (const byte of frames[0] ?? []) engine.send(Uint8Array.of(byte));
    engine.send(Buffer.concat(frames.slice(1)));
    for (const id of [1, 2, 3]) expect(await engine.reply(id)).toHaveProperty('result');
  });

  test('a request of 15 MB is answered', async () => {
    const file = 'x'.repeat(15 * 2 ** 20);
    engine.request(1, 'readConfig', { file });
    expect((await engine.reply(1))?.error).toBeDefined();
    engine.request(2, 'initialize');
    expect(await engine.reply(2)).toHaveProperty('result');
  });
});
