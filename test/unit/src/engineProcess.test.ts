import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as protocol from '../../../engine/protocol.ts';
import { EngineProcess } from '../../../src/engineProcess.ts';
import { posixOnly } from '../../skipUnless.ts';
import { ScriptProcess, importable } from '../engine/scriptProcess.ts';

const engineMain = fileURLToPath(new URL('../../../engine/main.ts', import.meta.url));

/** A stand-in for the extension host with an engine of its own, told what to do by lines on its input. */
class Host extends ScriptProcess {
  constructor() {
    super(`
      import { createInterface } from 'node:readline';
      import { EngineProcess } from ${importable('src/engineProcess.ts')};
      import { initialize } from ${importable('engine/protocol.ts')};
      const say = (text) => console.log(text);
      const log = { info: say, error: say, warn: say, debug: say };
      const engine = new EngineProcess(${JSON.stringify(engineMain)}, log);
      engine.connection.listen();
      engine.ended.then((reason) => say('ended by ' + reason));
      const ask = () => engine.connection.sendRequest(initialize).then(({ version }) => say('answered ' + version));
      await ask();
      createInterface({ input: process.stdin }).on('line', (line) => {
        if (line === 'ask') void ask();
        if (line === 'end') void engine.end().then(() => process.exit());
        say('told to ' + line);
      });`);
  }

  /** The engine's process, once it answers. */
  async engine(): Promise<number> {
    await this.sees(/answered /);
    return Number(await this.sees(/Engine started as process (\d+)/));
  }

  async tell(what: 'ask' | 'end' | 'go on'): Promise<void> {
    this.child.stdin.write(`${what}\n`);
    await this.sees(new RegExp(`told to ${what}`));
  }
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe('an engine that was frozen', posixOnly, () => {
  test('answers what it was asked meanwhile, however long that was', async () => {
    const host = new Host();
    const engine = await host.engine();
    process.kill(engine, 'SIGSTOP');
    await host.tell('ask');
    await host.tell('ask');
    process.kill(engine, 'SIGCONT');
    await host.sees(/told to ask[^]*answered [^]*answered /);
    await host.tell('end');
    expect(await host.ended()).toContain('ended by exit code 0');
  });

  test('along with its host for longer than the grace of 4 s ends by itself when both go on', async () => {
    const host = new Host();
    const engine = await host.engine();
    process.kill(engine, 'SIGSTOP');
    await host.tell('end');
    await host.freeze(5000);
    // The machine wakes its processes in any order: the host has done all that was due before the engine can do a thing.
    await host.tell('go on');
    process.kill(engine, 'SIGCONT');
    expect(await host.ended()).toContain('ended by exit code 0');
  });

  test('alone is killed after the grace when its host wants to end', async () => {
    const host = new Host();
    const engine = await host.engine();
    process.kill(engine, 'SIGSTOP');
    await host.tell('end');
    expect(await host.ended()).toContain('ended by signal SIGKILL');
    expect(isGone(engine)).toBe(true);
  });
});

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
const startSpoiled = async (said: string): Promise<EngineProcess> => {
  const script = join(folder, 'engine.mjs');
  const spoil = `process.stdin.on('data', (bytes) => {
    if (bytes.includes('"readConfig"')) process.stdout.write(${JSON.stringify(said)});
  });`;
  await writeFile(script, `${spoil}\nawait import(${JSON.stringify(engineMain)});\n`);
  const engine = new EngineProcess(script, log);
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
  const engine = new EngineProcess(engineMain, log);
  engine.connection.listen();
  expect(await engine.connection.sendRequest(protocol.initialize)).toHaveProperty('version');
  await engine.end();
  expect(await engine.ended).toBe('exit code 0');
});
