import { PassThrough } from 'node:stream';
import type { Message } from 'vscode-jsonrpc';
import { describe, expect, test } from 'vitest';
import { FrameReader, largestRequest } from '../../../engine/frameReader.ts';
import type { MessageFault } from '../../../engine/parseMessage.ts';
import { frameOf } from '../../bench/survival/mutations/mutateFrames.ts';

/** What a reader makes of bytes that come in pieces. */
const listenTo = async (pieces: readonly (string | Uint8Array)[], answers = true) => {
  const stream = new PassThrough();
  const messages: Message[] = [];
  const faults: MessageFault[] = [];
  const errors: string[] = [];
  let closings = 0;
  const reader = new FrameReader(stream, largestRequest, answers ? (fault) => faults.push(fault) : undefined);
  reader.onError(({ message }) => errors.push(message));
  reader.onClose(() => (closings += 1));
  reader.listen((message) => messages.push(message));
  for (const piece of pieces) stream.write(piece);
  // A stream hands on what it has before it ends.
  await new Promise((resolve) => stream.end(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  return { messages, faults, errors, closings };
};

const message = (id: number): string => JSON.stringify({ jsonrpc: '2.0', id, method: 'initialize' });

test('messages are read alike in one piece, in pieces of every size, and with another header beside', async () => {
  const typed = `Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:${message(3).length}\r\n\r\n${message(3)}`;
  const bytes = Buffer.concat([frameOf(message(1)), frameOf(message(2)), Buffer.from(typed)]);
  for (const size of [1, 2, 3, 7, 50, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const { messages, errors, closings } = await listenTo(pieces);
    expect(messages).toMatchObject([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect([errors, closings]).toEqual([[], 1]);
  }
});

describe('where no message can be told from the next, an error is told once, then the end, and nothing more is read', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['a word', 'hello\n', /"hello\\n" is not the header of a message/],
    ['another protocol', 'GET / HTTP/1.1\r\n\r\n', /"GET \/ HTTP\/1\.1.* is not the header/],
    ['bytes at random', Buffer.from([0xff, 0, 0x80, 13, 10]), /is not the header/],
    ['a message without its header', message(1), /is not the header/],
    ['an absurd length', 'Content-Length: 1000000000000\r\n\r\n', /1000000000000 bytes is longer than 16 MB/],
    ['a length beyond all numbers', `Content-Length: ${'9'.repeat(40)}\r\n\r\n`, /does not say how long/],
    ['a message a byte too long', `Content-Length: ${largestRequest + 1}\r\n\r\n`, /is longer than 16 MB/],
    ['a length below zero', 'Content-Length: -5\r\n\r\n', /does not say how long/],
    ['a length with letters', 'Content-Length: 5x\r\n\r\n', /does not say how long/],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\n', /does not say how long/],
    ['no length', 'Content-Type: application/json\r\n\r\n', /does not say how long/],
    ['a line that is none', 'Content-Length: 5\r\nhello\r\n\r\n', /"hello" is not a line/],
    ['a header without end', `Content-Type: ${'x'.repeat(2000)}`, /is not the header/],
    [
      'a message longer than it says',
      Buffer.concat([Buffer.from('Content-Length: 2\r\n\r\n'), Buffer.from('{}}')]),
      /"}" is not the header/,
    ],
  ])('%s', async (_, bytes, words) => {
    const { messages, errors, closings } = await listenTo([frameOf(message(1)), bytes, frameOf(message(2))]);
    expect(messages).toMatchObject([{ id: 1 }]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(words);
    expect(closings).toBe(1);
  });
});

test('what is no message is told to whoever answers, and is the end where nobody does', async () => {
  const pieces = [frameOf('[]'), frameOf(message(2))];
  const answered = await listenTo(pieces);
  expect(answered.faults).toMatchObject([{ code: -32600, id: null }]);
  expect(answered.messages).toMatchObject([{ id: 2 }]);
  const { messages, errors, closings } = await listenTo(pieces, false);
  expect([messages, errors, closings]).toEqual([[], [expect.stringContaining('batches are not taken')], 1]);
});

test('a stream that ends within a message is at its end, without an error', async () => {
  const { messages, errors, closings } = await listenTo(['Content-Length: 500\r\n\r\n{"jsonrpc"']);
  expect([messages, errors, closings]).toEqual([[], [], 1]);
});
