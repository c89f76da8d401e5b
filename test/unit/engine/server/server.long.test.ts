import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
} from 'vscode-jsonrpc/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as protocol from '../../../../engine/protocol.ts';
import { engineMain } from '../engineMain.ts';

const sample = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));

/** The engine as a real child process. */
class TestEngine {
  readonly child: ChildProcessWithoutNullStreams = spawn(process.execPath, [engineMain]);
  readonly connection: MessageConnection;
  readonly events: protocol.RunEvent[] = [];
  readonly statuses: protocol.RunStatus[] = [];
  private waiting: (() => void)[] = [];

  constructor() {
    const { stdin, stdout } = this.child;
    this.connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onNotification(protocol.runEvents, ({ events }) => {
      this.events.push(...events);
      this.wake();
    });
    this.connection.onNotification(protocol.runStatus, ({ status }) => {
      this.statuses.push(status);
      this.wake();
    });
    this.connection.listen();
  }

  async until(isReached: () => boolean): Promise<void> {
    while (!isReached()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Closes the pipe, as a host that goes away does. */
  async disconnect(): Promise<number | null> {
    const exit = once(this.child, 'exit');
    this.child.stdin.end();
    const [code] = (await exit) as [number | null];
    return code;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

let folder: string;
let file: string;
let engine: TestEngine;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-server-'));
  file = join(folder, 'airline-passengers.csv');
  await cp(sample, file);
  engine = new TestEngine();
});
afterEach(async () => {
  engine.child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

const endless = { training: { epochs: 100_000, patience: 0, schedule: { kind: 'constant' as const } } };
const start = (config: protocol.FileParams['config']) =>
  engine.connection.sendRequest(protocol.train, { file, config, runs: join(folder, 'runs') });
const epochs = () => engine.events.filter((event) => event.event === 'epoch');
const readRecord = async (run: string): Promise<protocol.RunRecord> =>
  JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as protocol.RunRecord;

describe('the engine process', () => {
  test('a host that goes away leaves a run that a new engine resumes from where it was', async () => {
    const run = await start(endless);
    await engine.until(() => epochs().length >= 3);
    expect(await engine.disconnect()).toBe(0);
    const interrupted = await readRecord(run.folder);
    expect(interrupted.status).toBe('running');
    expect(interrupted.epoch).toBeGreaterThanOrEqual(3);

    engine = new TestEngine();
    await engine.connection.sendRequest(protocol.resume, { run: run.folder, epochs: interrupted.epoch + 5 });
    await engine.until(() => engine.statuses.includes('finished'));
    expect(epochs().map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5].map((more) => interrupted.epoch + more));
    const lines = (await readFile(join(run.folder, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
    const history = lines.map((line) => JSON.parse(line) as protocol.RunEvent);
    expect(history.flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []))).toEqual(
      Array.from({ length: interrupted.epoch + 5 }, (_, index) => index + 1),
    );
    const looks = (await readFile(join(run.folder, 'gradients.jsonl'), 'utf8')).trimEnd().split('\n');
    const steps = looks.map((line) => (JSON.parse(line) as protocol.GradientsEvent).step);
    expect(steps[0]).toBe(1);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  });

  test('a run begun before some fields of the config existed is resumed', async () => {
    file = fileURLToPath(new URL('../../../../samples/first-names.txt', import.meta.url));
    const run = await start({ model: { hiddenSize: 8 }, training: { epochs: 1 } });
    await engine.until(() => engine.statuses.includes('finished'));
    const record = await readRecord(run.folder);
    const text = JSON.stringify(record, (key, value: unknown) =>
      ['stepLength', 'carryState', 'clipValue', 'accumulationSteps', 'averageDecay'].includes(key) ? undefined : value,
    );
    await writeFile(join(run.folder, 'run.json'), text);
    engine.statuses.length = 0;
    await engine.connection.sendRequest(protocol.resume, { run: run.folder, epochs: 2 });
    await engine.until(() => engine.statuses.length > 0);
    expect(engine.statuses).toEqual(['finished']);
    expect((await readRecord(run.folder)).config).toEqual({
      ...record.config,
      training: { ...record.config.training, epochs: 2 },
    });
  });

  test('a killed engine loses two seconds at most: the run goes on from its last checkpoint', async () => {
    const run = await start(endless);
    await engine.until(() => engine.events.some((event) => event.event === 'step' && event.seconds > 2.5));
    engine.child.kill('SIGKILL');
    await once(engine.child, 'exit');

    engine = new TestEngine();
    const { epoch } = await readRecord(run.folder);
    expect(epoch).toBeGreaterThan(0);
    await engine.connection.sendRequest(protocol.resume, { run: run.folder, epochs: epoch + 2 });
    await engine.until(() => engine.statuses.includes('finished'));
    expect(epochs().at(-1)?.epoch).toBe(epoch + 2);
  });

  test('a paused run does nothing until it is continued, and the pause is not training time', async () => {
    await engine.connection.sendRequest(protocol.inspect, { file, config: {} });
    const begin = performance.now();
    const { id } = await start(endless);
    await engine.until(() => epochs().length >= 2);
    await engine.connection.sendRequest(protocol.pause, { id });
    await engine.until(() => engine.statuses.includes('paused'));
    const count = engine.events.length;
    const paused = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(engine.events).toHaveLength(count);
    const pause = performance.now() - paused;
    await engine.connection.sendRequest(protocol.proceed, { id });
    await engine.until(() => engine.events.length > count);
    const next = engine.events.slice(count).find((event) => 'seconds' in event);
    // All training lies between the two moments, less the pause, however slow the machine is.
    expect(next?.seconds).toBeLessThan((performance.now() - begin - pause) / 1000);
    await engine.connection.sendRequest(protocol.stop, { id });
    expect(engine.statuses).toEqual(['paused', 'running', 'stopped']);
  });

  test('stop replies when the model can be used, and tells the test result', async () => {
    const run = await start(endless);
    await engine.until(() => epochs().length >= 1);
    await engine.connection.sendRequest(protocol.stop, { id: run.id });
    const done = engine.events.find((event) => event.event === 'done');
    expect(done?.reason).toBe('stopped');
    expect(Object.keys(done?.test.baselines ?? {})).toEqual(
      expect.arrayContaining(['lastValue', 'seasonalNaive', 'exponentialSmoothing']),
    );
    const params = { model: run.folder, file };
    const prediction = await engine.connection.sendRequest(protocol.predict, params);
    expect(prediction.next[0]?.time).toBe('1961-01');
  });

  test('a run that is training cannot be resumed, nor a run whose data has changed', async () => {
    const run = await start(endless);
    const again = engine.connection.sendRequest(protocol.resume, { run: run.folder });
    await expect(again).rejects.toThrow('is training already');
    await engine.connection.sendRequest(protocol.stop, { id: run.id });
    await writeFile(file, (await readFile(file, 'utf8')).replace('112', '113'));
    const changed = engine.connection.sendRequest(protocol.resume, { run: run.folder });
    await expect(changed).rejects.toThrow(/has changed since run .* --init/);
  });

  test('an empty cell is predicted from the rows before it, the row after the last gets the next time', async () => {
    const text = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await writeFile(file, `${text.slice(0, 100).join('\n')}\n${text[100]?.split(',')[0] ?? ''},\n`);
    const run = await start({ data: { window: 12, horizon: 2 }, training: { epochs: 30 } });
    await engine.until(() => engine.statuses.includes('finished'));
    const prediction = await engine.connection.sendRequest(protocol.predict, { model: run.folder, file, horizon: 2 });
    expect(prediction.rows.map(({ line, cells }) => [line, cells.map(({ cell }) => cell)])).toEqual([[101, [1]]]);
    expect(prediction.next.map(({ time }) => time)).toEqual(['1957-05', '1957-06']);
    const [value] = prediction.rows[0]?.cells ?? [];
    const out = join(folder, 'predictions.csv');
    await engine.connection.sendRequest(protocol.predict, { model: run.folder, file, out });
    const written = (await readFile(out, 'utf8')).trimEnd().split('\n');
    expect(written[0]).toBe('line,time,passengers,passengers_predicted,passengers_low,passengers_high');
    expect(written[1]).toBe('2,1949-01,112,,,');
    expect(written[100]).toMatch(/^101,1957-04,,\d+,\d+,\d+$/);
    expect(written[101]).toMatch(/^,1957-05,,\d+,\d+,\d+$/);
    expect(written).toHaveLength(1 + 100 + 2);
    expect(value?.low).toBeLessThan(value?.value ?? NaN);
    expect(value?.high).toBeGreaterThan(value?.value ?? NaN);
  });

  test('a forecast beyond the horizon goes on from its own forecasts, without intervals there', async () => {
    const run = await start({ data: { window: 12, horizon: 3 }, training: { epochs: 30 } });
    await engine.until(() => engine.statuses.includes('finished'));
    const ask = async (horizon: number) => {
      const prediction = await engine.connection.sendRequest(protocol.predict, { model: run.folder, file, horizon });
      return prediction.next;
    };
    const [near, far] = [await ask(3), await ask(14)];
    expect(far.slice(0, 3)).toEqual(near);
    expect(far.map(({ time }) => time).slice(2)).toEqual(
      ['03', '04', '05', '06', '07', '08', '09', '10', '11', '12']
        .map((month) => `1961-${month}`)
        .concat('1962-01', '1962-02'),
    );
    expect(far.map(({ cells }) => cells[0]?.low !== undefined)).toEqual([...far.keys()].map((step) => step < 3));

    // The same steps as if the first three forecasts were rows of the file, whole numbers as the column has them.
    await writeFile(file, `${await readFile(file, 'utf8')}${near.map(({ row }) => `${row}\n`).join('')}`);
    const later = await ask(3);
    later.forEach(({ cells }, step) => {
      expect(Math.abs((cells[0]?.value ?? NaN) - (far[step + 3]?.cells[0]?.value ?? NaN))).toBeLessThan(3);
    });
  });

  test('a prime with symbols that the network never saw is written on from, and they are named', async () => {
    file = join(folder, 'names.txt');
    await writeFile(file, 'anna\nhanna\njohanna\n'.repeat(30));
    const run = await start({ model: { hiddenSize: 8 }, training: { epochs: 1 } });
    await engine.until(() => engine.statuses.includes('finished'));
    const params = { model: run.folder, prime: 'añ🎲n', length: 20, seed: 3, token: 't' };
    const { text, unknown } = await engine.connection.sendRequest(protocol.generate, params);
    expect(unknown).toEqual(['ñ', '🎲']);
    expect(text).toMatch(/^an[ahjno\n]{20}$/);
    const again = await engine.connection.sendRequest(protocol.generate, params);
    expect(again.text).toBe(text);
    for (const wrong of [{ topK: 1.5 }, { seed: -1 }, { length: 2.5 }, { temperature: NaN }]) {
      const [name = ''] = Object.keys(wrong);
      const refused = engine.connection.sendRequest(protocol.generate, { ...params, ...wrong });
      await expect(refused).rejects.toThrow(name);
    }
  });

  test('a run whose engine is killed in its first moments can be resumed, and only once at a time', async () => {
    file = join(folder, 'text.txt');
    await writeFile(file, 'the network reads one symbol after the other\n'.repeat(4000));
    const run = await start({ ...endless, model: { hiddenSize: 64 } });
    await engine.until(() => engine.events.some(({ event }) => event === 'step'));
    engine.child.kill('SIGKILL');
    await once(engine.child, 'exit');
    engine = new TestEngine();
    const both = await Promise.allSettled(
      [1, 2].map(() => engine.connection.sendRequest(protocol.resume, { run: run.folder })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(String(both.find((result) => result.status === 'rejected')?.reason)).toContain('is training already');
    await engine.until(() => engine.events.some(({ event }) => event === 'step'));
    await engine.connection.sendRequest(protocol.stop, { id: run.id });
  });

  test('a run of a version without locks is resumed unless the process that recorded it lives', async () => {
    const run = await start({ training: { epochs: 1 } });
    await engine.until(() => engine.statuses.includes('finished'));
    const record = { ...(await readRecord(run.folder)), status: 'running' as const, pid: process.pid };
    await rm(join(run.folder, 'free-1.json'));
    const resume = () => engine.connection.sendRequest(protocol.resume, { run: run.folder, epochs: 2 });
    await writeFile(join(run.folder, 'run.json'), JSON.stringify({ ...record, updated: new Date().toISOString() }));
    await expect(resume()).rejects.toThrow(`is still being trained by process ${process.pid}`);
    // Since then the machine was started, and the number is another process's.
    await writeFile(join(run.folder, 'run.json'), JSON.stringify({ ...record, updated: '2020-01-01T00:00:00Z' }));
    await resume();
    await engine.until(() => epochs().length === 2);
  });

  test('a host that goes away while a run begins leaves no run, or one that can be resumed', async () => {
    const reply = start(endless).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await engine.disconnect()).toBe(0);
    await Promise.race([reply, new Promise((resolve) => setTimeout(resolve, 100))]);
    const names = await readdir(join(folder, 'runs')).catch(() => []);
    for (const name of names) {
      engine = new TestEngine();
      const run = join(folder, 'runs', name);
      const { epoch } = await readRecord(run);
      await engine.connection.sendRequest(protocol.resume, { run, epochs: epoch + 1 });
      await engine.until(() => engine.statuses.includes('finished'));
    }
  });
});
