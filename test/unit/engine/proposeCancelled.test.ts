import { PassThrough } from 'node:stream';
import {
  CancellationTokenSource,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
} from 'vscode-jsonrpc/node';
import { expect, onTestFinished, test } from 'vitest';
import * as protocol from '../../../engine/protocol.ts';
import { serve } from '../../../engine/server/server.ts';
import { atReads } from './files/atReads.ts';
import { temporaryFile } from './files/temporaryFile.ts';

/** A client of an engine in this process. */
const connect = (): MessageConnection => {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const served = serve(createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back)));
  const client = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
  client.listen();
  onTestFinished(async () => {
    client.dispose();
    there.destroy();
    await served;
  });
  return client;
};

const series = `time,load\n${Array.from({ length: 200_000 }, (_, row) => `${new Date(row * 3.6e6).toISOString()},${row % 24}.5\n`).join('')}`;

test('a proposal that a newer one cancels ends with the cancelled error while the file is read, which the newer one waits for', async () => {
  const client = connect();
  const file = temporaryFile(series);
  const older = new CancellationTokenSource();
  let reads = 0;
  const outcomes: string[] = [];
  let newer: Promise<protocol.Proposal> | undefined;
  await atReads(file, 'before', (nth) => {
    reads = nth;
    if (nth !== 4) return;
    older.cancel();
    newer = client.sendRequest(protocol.propose, { file, config: { model: { hiddenSize: 5 } } });
    void newer.then(() => outcomes.push('newer'));
  });
  const cancelled = client.sendRequest(protocol.propose, { file, config: {} }, older.token);
  await expect(cancelled).rejects.toMatchObject({ code: -32800, message: 'the request was cancelled' });
  outcomes.push(`older after ${reads < 10 ? 'less' : 'all'} of the file`);
  expect((await newer)?.config.model.hiddenSize).toBe(5);
  expect(outcomes).toEqual(['older after less of the file', 'newer']);
  // Its beginning, and all of it once.
  expect(reads).toBe(1 + Math.ceil(series.length / 2 ** 20) + 1);
});

test('a proposal that is cancelled before it is begun completes nothing', async () => {
  const client = connect();
  const file = temporaryFile('x,y\n1,2\n3,4\n');
  const source = new CancellationTokenSource();
  const proposal = client.sendRequest(protocol.propose, { file, config: {} }, source.token);
  source.cancel();
  await expect(proposal).rejects.toMatchObject({ code: -32800 });
  expect((await client.sendRequest(protocol.propose, { file, config: {} })).problems.length).toBeGreaterThan(0);
});
