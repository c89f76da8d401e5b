import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { createRandom } from '../../engine/compute/random.ts';
import type { ClassRates, EvaluateResult } from '../../engine/protocol.ts';
import { greyPng } from '../unit/engine/files/pictures/pictureBytes.ts';
import { npyBytes, zipBytes } from '../unit/engine/files/arrays/arrayBytes.ts';
import { Workspace } from './rnnStudio.ts';

const workspace = new Workspace('block');

/** Waves whose period tells the class, 20 to 40 steps long, each beginning elsewhere. */
const wave = (index: number): string => {
  const period = index % 2 === 0 ? 5 : 9;
  const steps = Array.from({ length: 20 + (index % 21) }, (_, step) =>
    Math.sin((2 * Math.PI * (step + index * 1.7)) / period).toFixed(3),
  );
  return `${steps.join(',')}:${index % 2 === 0 ? 'fast' : 'slow'}`;
};
const header = '@problemName Waves\n@timeStamps false\n@univariate true\n@classLabel true fast slow\n@data\n';

test('a file of sequences is trained on, evaluated on the test file beside it, and predicted by sequence', async () => {
  const lines = (from: number, count: number): string[] => Array.from({ length: count }, (_, at) => wave(from + at));
  await writeFile(workspace.path('Waves_TRAIN.ts'), header + lines(0, 120).join('\n'));
  await writeFile(workspace.path('Waves_TEST.ts'), header + lines(1000, 60).join('\n'));
  const { stdout } = await workspace.run('inspect', 'Waves_TRAIN.ts');
  expect(stdout).toContain("The rows with the same 'sequence' are 120 sequences of up to 40 rows");

  const events = await workspace.train('Waves_TRAIN.ts', '--set', 'training.epochs=30');
  const run = basename(events.run);
  expect(events.one('done').test.metrics).toEqual({});
  const [result] = (await workspace.json('evaluate', run, 'Waves_TEST.ts')) as [EvaluateResult];
  expect(result.metrics['accuracy']).toBeGreaterThanOrEqual(0.95);
  expect(result.baselines['majority']!['accuracy']).toBe(0.5);
  expect(result.isTrainingFile).toBe(false);

  // As the test part it is scored at the end of the training, and watched with the file trained on.
  expect(stdout).toContain('data.split.testFile=Waves_TEST.ts makes it that');
  const tested = await workspace.train(
    'Waves_TRAIN.ts',
    ...['training.epochs=1', 'data.split.testFile=Waves_TEST.ts'].flatMap((field) => ['--set', field]),
  );
  expect(tested.one('done').test.baselines['majority']!['accuracy']).toBe(0.5);
  expect(tested.one('config').choices).toContain(
    '96 sequences train, 24 validate and 60 test, as Waves_TEST.ts says; what else is held out is of the training part.',
  );
  const resumed = await workspace.train('--resume', tested.run, '--set', 'training.epochs=2');
  expect(resumed.one('done').epochs).toBe(2);
  await writeFile(workspace.path('Waves_TEST.ts'), header + lines(1000, 61).join('\n'));
  const { code, stderr } = await workspace.run('train', '--resume', tested.run);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/Waves_TEST\.ts: has changed since run \S+ began/)]);
  await writeFile(workspace.path('Waves_TEST.ts'), header + lines(1000, 60).join('\n'));

  await workspace.run('predict', run, 'Waves_TEST.ts', '--out', 'labels.csv');
  const [head, ...rows] = (await readFile(workspace.path('labels.csv'), 'utf8')).trimEnd().split('\n');
  expect(head).toBe('line,sequence,class,class_predicted,probability');
  expect(rows.length).toBe(60);
  expect(rows[59]).toMatch(/^65,60,slow,(slow|fast),[01]\.\d{4}$/);
});

test('clips of moving shapes are told apart by their motion, 99 % and more of those held out', async () => {
  const [clips, frames, size] = [800, 8, 10];
  const random = createRandom(5);
  const pixels = new Uint8Array(clips * frames * size * size);
  const motions = ['up', 'down', 'left', 'right'];
  const labels = new Uint8Array(clips);
  for (let clip = 0; clip < clips; clip++) {
    const motion = clip % motions.length;
    labels[clip] = motion;
    const [side, x, y, shade] = [
      2 + random.integer(2),
      random.integer(size),
      random.integer(size),
      100 + random.integer(156),
    ];
    for (let frame = 0; frame < frames; frame++) {
      const along = motion % 2 === 0 ? -frame : frame;
      for (let at = 0; at < side * side; at++) {
        // What leaves the picture comes back on the other side: no place tells the motion.
        const column = (x + (at % side) + (motion >= 2 ? along : 0) + size) % size;
        const row = (y + Math.floor(at / side) + (motion < 2 ? along : 0) + size) % size;
        pixels[((clip * frames + frame) * size + row) * size + column] = shade;
      }
    }
  }
  const X = npyBytes("'|u1'", [clips, frames, size, size], pixels);
  await writeFile(workspace.path('clips.npz'), zipBytes({ 'X.npy': X, 'y.npy': npyBytes("'|u1'", [clips], labels) }));
  const events = await workspace.train('clips.npz');
  expect(events.one('config').config.data).toMatchObject({ group: 'sequence', stepSize: size * size });
  const { metrics, baselines } = events.one('done').test;
  expect(metrics['accuracy']).toBeGreaterThanOrEqual(0.99);
  expect(baselines['majority']!['accuracy']).toBeLessThan(0.35);
  const { metrics: final, baselines: trivial, measuredOn } = events.one('done');
  expect(final).toMatchObject(metrics);
  expect([measuredOn, trivial, Object.keys(final ?? {})]).toEqual([
    'test',
    baselines,
    ['accuracy', 'f1Macro', 'perClass'],
  ]);
  const perClass = Object.values(final?.['perClass'] as Readonly<Record<string, ClassRates>>);
  const known = perClass.flatMap(({ f1 }) => f1 ?? []);
  expect(known.reduce((sum, f1) => sum + f1, 0) / known.length).toBeCloseTo(metrics['f1Macro']!, 12);
});

test('a folder of pictures is trained on, known by their paths, and resumed only as it was', async () => {
  const random = createRandom(2);
  for (let at = 0; at < 80; at++) {
    const label = at % 2 === 0 ? 'rising' : 'falling';
    const pixels = Array.from({ length: 36 }, (_, pixel) => {
      const row = Math.floor(pixel / 6);
      return 40 * (at % 2 === 0 ? row : 5 - row) + random.integer(30);
    });
    await mkdir(workspace.path(`drawn/${label}`), { recursive: true });
    await writeFile(workspace.path(`drawn/${label}/${at}.png`), greyPng(6, pixels));
  }
  const events = await workspace.train('drawn', '--set', 'training.epochs=6', '--set', 'training.threads=1');
  expect(events.one('config').config.data).toMatchObject({ group: 'picture', label: 'label', stepSize: 6 });
  expect(events.one('done').metrics?.['accuracy']).toBeGreaterThan(0.9);
  await mkdir(workspace.path('more'));
  await writeFile(
    workspace.path('more/x.png'),
    greyPng(
      6,
      Array.from({ length: 36 }, (_, pixel) => 6 * pixel),
    ),
  );
  await workspace.json('predict', events.run, 'more', '--out', 'drawn.csv');
  expect(await readFile(workspace.path('drawn.csv'), 'utf8')).toMatch(/^1,x\.png,,rising,/m);
  await writeFile(workspace.path('drawn/rising/0.png'), greyPng(6, new Array<number>(36).fill(0)));
  const { code, stderr } = await workspace.run('train', '--resume', events.run);
  expect([code, stderr]).toEqual([2, expect.stringContaining('drawn')]);
});

test('the frames of clips are told by the phase a shape is in, 97 % and more of those held out', async () => {
  const [clips, frames, size] = [1500, 12, 8];
  const random = createRandom(8);
  const pixels = new Uint8Array(clips * frames * size * size);
  const phases = new Uint8Array(clips * frames);
  for (let clip = 0; clip < clips; clip++) {
    const y = random.integer(size);
    let [x, side, phase, left] = [random.integer(size), 2, random.integer(3), 0];
    const shade = 100 + random.integer(156);
    for (let frame = 0; frame < frames; frame++) {
      if (left <= 0 && frame < frames - 1) {
        phase = (phase + 1 + random.integer(2)) % 3;
        left = 2 + random.integer(3);
      }
      left -= 1;
      phases[clip * frames + frame] = phase;
      for (let at = 0; at < side * side; at++) {
        const [row, column] = [(y + Math.floor(at / side)) % size, (x + (at % side)) % size];
        pixels[((clip * frames + frame) * size + row) * size + column] = shade;
      }
      // A phase is what comes to pass until the next frame: the shape rests, goes on, or changes its size.
      if (phase === 1) x += 1;
      if (phase === 2) side = side === 2 ? 4 : 2;
    }
  }
  const arrays = {
    'X.npy': npyBytes("'|u1'", [clips, frames, size, size], pixels),
    'y.npy': npyBytes("'|u1'", [clips, frames], phases),
  };
  await writeFile(workspace.path('phases.npz'), zipBytes(arrays));
  const events = await workspace.train('phases.npz');
  expect(events.one('config').config).toMatchObject({ task: 'labeling', data: { group: 'sequence' } });
  const { metrics, baselines } = events.one('done').test;
  expect(metrics['tokenAccuracy']).toBeGreaterThanOrEqual(0.97);
  expect(baselines['majority']!['tokenAccuracy']).toBeLessThan(0.45);
});
