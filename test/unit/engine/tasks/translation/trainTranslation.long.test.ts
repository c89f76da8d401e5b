import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../engine/config.ts';
import type { DoneEvent, EpochEvent, RunEvent } from '../../../../../engine/protocol.ts';
import { Engine } from '../../../../../engine/server/engine.ts';
import { patience } from '../../../../patience.ts';

let folder: string;
let file: string;
let engine: Engine;
let events: RunEvent[];
let finish: (done: DoneEvent) => void;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-translation-'));
  file = join(folder, 'words.tsv');
  events = [];
  engine = new Engine({
    runEvents: async (told) => {
      events.push(...told.events);
      for (const event of told.events) {
        if (event.event === 'done') finish(event);
        if (event.event === 'error') throw new Error(event.message);
      }
    },
    runStatus: () => undefined,
    generated: () => undefined,
    learningRatePoints: () => undefined,
  });
});
afterEach(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

const turned = (word: string): string => [...word].reverse().join('');

/** So many different words of two to five letters, and each from its end. */
const words = (count: number): string[] => {
  const random = createRandom(5);
  const found = new Set<string>();
  while (found.size < count) {
    const letters = Array.from({ length: 2 + random.integer(4) }, () => 'abcdefgh'[random.integer(8)]);
    found.add(letters.join(''));
  }
  return [...found];
};

const train = async (config: Config): Promise<DoneEvent> => {
  const done = new Promise<DoneEvent>((resolve) => (finish = resolve));
  await engine.train({ file, config, runs: join(folder, 'runs') });
  return done;
};

const config: Config = {
  model: { hiddenSize: 96, embeddingSize: 32, inputDropout: 0, outputDropout: 0 },
  training: { batchSize: 32, learningRate: 0.005, threads: 1, seed: 2 },
};

test('short words are turned around, 95 of 100 that were not trained on and more, each without a mistake', async () => {
  await writeFile(
    file,
    words(4000)
      .map((word) => `${word}\t${turned(word)}\n`)
      .join(''),
  );
  const { run, test: measured } = await train({ ...config, training: { ...config.training, epochs: 16 } });
  expect(Object.keys(measured.metrics)).toEqual(['exactMatch', 'bleu', 'chrf']);
  expect(measured.metrics['exactMatch']).toBeGreaterThanOrEqual(0.95);
  expect(measured.baselines['copy']?.['exactMatch']).toBeLessThan(0.1);
  expect(measured.baselines['nearest']?.['exactMatch']).toBeLessThan(0.1);

  // Lines of the validation split, the same after every epoch that shows any.
  const samples = events.flatMap((event) => (event.event === 'sample' ? [event] : []));
  const [first] = samples;
  expect(first?.translations).toHaveLength(6);
  for (const { translations = [] } of samples) {
    expect(translations.map(({ source }) => source)).toEqual(first?.translations?.map(({ source }) => source));
    for (const { source, reference } of translations) expect(reference).toBe(turned(source));
  }
  // To put out the n-th letter it mostly looks at the n-th from the end, or at one beside it, whose state knows of it.
  const distances = (samples.at(-1)?.translations ?? []).flatMap(({ source, text, attention }) => {
    expect([attention?.source.join(''), attention?.target.join('')]).toEqual([source, text]);
    return (attention?.looks ?? []).map((looks, step) => {
      const [most = [-9, 0]] = [...looks].sort(([, a], [, b]) => b - a);
      return Math.abs(most[0] - (source.length - 1 - step));
    });
  });
  expect(distances.filter((distance) => distance <= 1).length).toBeGreaterThan(0.8 * distances.length);

  const right = samples.at(-1)?.translations?.filter(({ text, reference }) => text === reference);
  expect(right?.length).toBeGreaterThanOrEqual(4);

  const typed = await engine.predictText({ model: run, text: 'bade' });
  expect(typed.alternatives[0]?.text).toBe('edab');
  expect(typed.alternatives.length).toBe(5);
  expect(typed).toMatchObject({ unit: 'characters', length: 4, read: 4, unknown: [] });
  expect((await engine.predictText({ model: run, text: 'baXe' })).unknown).toEqual(['X']);

  const open = join(folder, 'open.csv');
  await writeFile(open, 'column1,column2\nbade,\nfeed,deef\n,\ncage,\n');
  const out = join(folder, 'out.csv');
  const { rows } = await engine.predict({ model: run, file: open, out, places: true });
  expect(rows.map(({ line, cells }) => [line, cells[0]?.text])).toEqual([
    [2, 'edab'],
    [5, 'egac'],
  ]);
  expect(rows[0]?.cells[0]).toMatchObject({ column: 'column2', cell: 1, actual: '', place: { written: 'edab' } });
  expect((await readFile(out, 'utf8')).split('\n').map((line) => line.split(',').slice(0, 3).join())).toEqual([
    ...['line,column2,column2_predicted', '2,,edab', '3,deef,deef', '4,,', '5,,egac', ''],
  ]);
  const { metrics, baselines } = await engine.evaluate({ model: run, file });
  expect(metrics['exactMatch']).toBeGreaterThan(0.95);
  expect(Object.keys(baselines)).toEqual(['copy']);
});

test('a run that goes on has the bits of one that was never interrupted', async () => {
  await writeFile(
    file,
    words(400)
      .map((word) => `${word}\t${turned(word)}\n`)
      .join(''),
  );
  const short: Config = {
    ...config,
    data: { unit: 'bytePairs', targetUnit: 'bytePairs', pieces: 40, sharedVocabulary: true },
    model: { ...config.model, inputDropout: 0.2, outputDropout: 0.2, inputFeeding: true },
    training: {
      ...config.training,
      ...{ schedule: { kind: 'constant' }, patience: 0, labelSmoothing: 0.1, teacherForcing: 0.7 },
    },
  };
  const epochsOf = (): unknown[] =>
    events.flatMap((event) => (event.event === 'epoch' ? [figuresOf(event)] : [])).slice(-4);
  const figuresOf = ({ epoch, trainLoss, validLoss, metrics }: EpochEvent) => ({
    epoch,
    trainLoss,
    validLoss,
    metrics,
  });
  await train({ ...short, training: { ...short.training, epochs: 4 } });
  const whole = epochsOf();
  events = [];
  const { run } = await train({ ...short, training: { ...short.training, epochs: 2 } });
  const again = new Promise<DoneEvent>((resolve) => (finish = resolve));
  // Its end is told a moment before the engine lets go of the run.
  await vi.waitFor(() => engine.resume({ run, epochs: 4 }), { timeout: patience });
  await again;
  expect(epochsOf()).toEqual(whole);
});
