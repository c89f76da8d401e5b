import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as protocol from '../../../engine/protocol.ts';
import { HostedEngine } from '../../../src/client/hostedEngine.ts';
import { engineMain } from '../engine/engineMain.ts';

let folder: string;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-process-'));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true }));

const log = Object.fromEntries(
  ['info', 'warn', 'error', 'debug'].map((level) => [level, (line: unknown) => lines.push(String(line))]),
) as unknown as vscode.LogOutputChannel;

/** The real engine, which says more than it should when its input has these words. */
const startSpoiled = async (said: string): Promise<HostedEngine> => {
  const script = join(folder, 'engine.mjs');
  const spoil = `process.stdin.on('data', (bytes) => {
    if (bytes.includes('"readConfig"')) process.stdout.write(${JSON.stringify(said)});
  });`;
  await writeFile(script, `${spoil}\nawait import(${JSON.stringify(engineMain)});\n`);
  const engine = new HostedEngine(script, log);
  engine.connection.listen();
  return engine;
};

test.each([
  ['a line of a library', 'loading kernels…\n', /is not the header of a message/],
  ['an absurd length', 'Content-Length: 1000000000000\r\n\r\n', /1000000000000 bytes is longer than 256 MB/],
  ['no JSON', 'Content-Length: 3\r\n\r\n{a}', /is not JSON/],
])('an engine that says %s is ended, and every request settles', async (_, said, words) => {
  const engine = await startSpoiled(said);
  const { version } = await engine.connection.sendRequest(protocol.initialize);
  expect(version).not.toBe('');
  const requests = ['a', 'b', 'c'].map((file) => engine.connection.sendRequest(protocol.readConfig, { file }));
  const settled = Promise.allSettled(requests);
  expect(await engine.ended).toMatch(/^what it said was no message: /);
  expect(await engine.ended).toMatch(words);
  // As its client does when it has ended.
  engine.dispose();
  expect((await settled).length).toBe(3);
});

test('an engine started after that answers, and ends in good order when it is told to', async () => {
  const engine = new HostedEngine(engineMain, log);
  engine.connection.listen();
  expect(await engine.connection.sendRequest(protocol.initialize)).toHaveProperty('version');
  await engine.end();
  expect(await engine.ended).toBe('exit code 0');
});

test('an engine leaves what Node has compiled of it in the folder it is given, for the next one', async () => {
  const codeFolder = join(folder, 'code');
  const engine = new HostedEngine(engineMain, log, codeFolder);
  engine.connection.listen();
  await engine.connection.sendRequest(protocol.initialize);
  await engine.end();
  expect((await readdir(codeFolder, { recursive: true })).length).toBeGreaterThan(1);
});
