import { describe, expect, test } from 'vitest';
import type { VectorSource } from '../../../../../../engine/compute/source.ts';
import type { Config } from '../../../../../../engine/config.ts';
import type { LinesDrawing } from '../../../../../../engine/protocol.ts';
import type { ClassCodec } from '../../../../../../engine/tasks/classification/classCodec.ts';
import type { InMemory } from '../../../files/inMemory.ts';
import { npyBytes, zipBytes } from '../../../files/arrays/arrayBytes.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';
import { encodeFile, prepareData } from '../../prepareData.ts';
import { sequenceTable } from './sequenceTable.ts';

const prepare = async (content: string | Uint8Array, wanted: Config = {}, extension = '.csv') => {
  const file = temporaryFile(content, extension);
  const { config, problems, choices } = await completeFile(file, { ...wanted, data: { ...wanted.data, file } });
  expect(problems).toEqual([]);
  const prepared = await prepareData(config);
  const source = prepared.source as InMemory<VectorSource>;
  return { ...prepared, config, choices, source, codec: prepared.codec as ClassCodec };
};

const valuesOf = ({ values, starts, size }: InMemory<VectorSource>, sequence: number): number[] => [
  ...values.subarray(starts[sequence]! * size, starts[sequence + 1]! * size),
];
const plain: Config = { data: { scaling: 'none' } };

test('rows with the same id are a sequence of their numbers, as long as it is, with one label', async () => {
  const { config, shape, steps, source, codec, lengths, choices } = await prepare(sequenceTable(60), plain);
  expect(config.task).toBe('classification');
  expect(config.data).toMatchObject({ group: 'id', time: 'time', label: 'label', inputs: ['x', 'y'], stepSize: 2 });
  expect([steps, shape]).toEqual([4, { input: { kind: 'numbers', size: 2 }, outputSize: 2, everyStep: false }]);
  expect([...lengths!.subarray(0, 4)]).toEqual([2, 3, 4, 2]);
  expect(valuesOf(source, 1)).toEqual([6, 8, 8, 10, 10, 1].map((_, at) => (2 * ((at >> 1) + (at % 2 ? 103 : 3))) % 11));
  expect([codec.labels, ...source.labels.subarray(0, 3)]).toEqual([['even', 'odd'], 0, 1, 0]);
  expect(choices).toContain('The rows with the same id are a sequence: 60 sequences of up to 4 rows, 2 values each.');
});

test('splits are of whole sequences, as many of each class as there are, all of them', async () => {
  const { splits, source } = await prepare(sequenceTable(100));
  const parts = [splits.train, splits.valid, splits.test];
  expect(parts.map(({ length }) => length)).toEqual([70, 10, 20]);
  expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, id) => id));
  for (const part of parts) {
    expect(part.filter((sequence) => source.labels[sequence] === 0).length * 2).toBe(part.length);
  }
});

test('held-out sequences never change the scales', async () => {
  const { splits, codec } = await prepare(sequenceTable(100));
  const late = new Set([...splits.valid, ...splits.test]);
  const changed = await prepare(
    sequenceTable(100, { cellOf: (id, step) => (late.has(id) ? 1e6 : ((id + 1) * (step + 3)) % 11) }),
  );
  expect(changed.codec).toEqual(codec);
});

test('channels of one quantity share a scale; those of unlike deviations or means have their own', async () => {
  const scaled = async (factor: number, offset: number): Promise<number> => {
    const { codec } = await prepare(
      sequenceTable(80, {
        cellOf: (id, step) => {
          const value = ((id + 1) * ((step % 100) + 3)) % 11;
          return step < 100 ? value : offset + factor * value;
        },
      }),
    );
    return new Set(codec.inputs.map(({ offset, scale }) => `${offset} ${scale}`)).size;
  };
  expect(await scaled(1, 0.5)).toBe(1);
  expect(await scaled(1, 1000)).toBe(2);
  expect(await scaled(100, 0)).toBe(2);
});

describe('a step', () => {
  test('is several rows where stepSize says so, the last filled up with its last row', async () => {
    const { source, steps } = await prepare(sequenceTable(60), { data: { scaling: 'none', stepSize: 4 } });
    expect([steps, source.size, source.starts[2]]).toEqual([2, 4, 3]);
    const [one, two] = [valuesOf(source, 1).slice(0, 6), valuesOf(source, 1).slice(6)];
    expect(two).toEqual(one.slice(4));
  });

  test('is a part of a row where stepSize says so', async () => {
    const { source, steps } = await prepare(sequenceTable(60), { data: { scaling: 'none', stepSize: 1 } });
    const whole = await prepare(sequenceTable(60), plain);
    expect([steps, source.size]).toEqual([8, 1]);
    expect(valuesOf(source, 1)).toEqual(valuesOf(whole.source, 1));
  });

  test('beyond maxLength is not read', async () => {
    const { source, steps, dropped } = await prepare(sequenceTable(60), { data: { scaling: 'none', maxLength: 3 } });
    expect([steps, source.starts[3]]).toEqual([3, 8]);
    expect(dropped).toContain('20 sequences are longer than 3 steps, of which the first 3 are read.');
  });
});

test('a missing value is the one before in the sequence, and what ends without values ends there', async () => {
  const content = sequenceTable(60)
    .replace(/p4,1,.*\n/, 'p4,1,,5,even\n')
    .replace(/p5,(3|4),.*\n/g, 'p5,$1,,,odd\n');
  const { source, dropped } = await prepare(content, plain);
  const [first, , second] = valuesOf(source, 4);
  expect(second).toBe(first);
  expect(source.starts[6]! - source.starts[5]!).toBe(3);
  expect(dropped).toContain('1 missing value counts as the value before in the sequence, 0 at its beginning.');
});

test('a sequence without any value is in no split and predicted as none', async () => {
  const { splits, rows, dropped } = await prepare(sequenceTable(60).replace(/p6,(\d),.*\n/g, 'p6,$1,,,even\n'), plain);
  expect([...splits.train, ...splits.valid, ...splits.test]).not.toContain(6);
  expect([rows!.hasInputs!(6), rows!.hasInputs!(7)]).toEqual([false, true]);
  expect(dropped).toContain('1 sequence has no value and is left out.');
});

test('a sequence is known by its id and its first line, in a file of its own kind by its line', async () => {
  const { rows } = await prepare(sequenceTable(60));
  expect([rows!.count, rows!.lineOf(2), rows!.excerptOf!(2), rows!.group!.column]).toEqual([60, 7, 'id p2', 'id']);
  const lines = Array.from({ length: 40 }, (_, id) => `{"sequence":[${id},1],"label":"${id % 2 ? 'a' : 'b'}"}`);
  const { rows: other } = await prepare(lines.join('\n'), {}, '.jsonl');
  expect([other!.lineOf(7), other!.excerptOf, other!.targets[0]!.textAt(7)]).toEqual([8, undefined, 'a']);
});

test('an image is a sequence of its rows of pixels, with one scale for all', async () => {
  const pixels = Uint8Array.from({ length: 60 * 4 * 5 }, (_, at) => (at * 7) % 200);
  const labels = Uint8Array.from({ length: 60 }, (_, at) => at % 3);
  const archive = zipBytes({
    'X.npy': npyBytes("'|u1'", [60, 4, 5], pixels),
    'y.npy': npyBytes("'|u1'", [60], labels),
  });
  const { steps, source, codec, lengths } = await prepare(archive, plain, '.npz');
  expect([steps, source.size, source.classes, lengths]).toEqual([4, 5, 3, undefined]);
  expect(valuesOf(source, 2)).toEqual([...pixels.subarray(40, 60)]);
  const scaled = await prepare(archive, {}, '.npz');
  expect(new Set(scaled.codec.inputs.map(({ offset, scale }) => `${offset} ${scale}`)).size).toBe(1);
  expect(codec.labels).toEqual(['0', '1', '2']);
  // Drawn as it is in the file, whatever its scale is.
  const drawing = scaled.rows!.drawingOf!(2);
  expect(drawing).toMatchObject({ kind: 'frames', frames: 1, rows: 4, columns: 5, colours: 1 });
  const wanted = pixels.subarray(40, 60);
  const bytes = Buffer.from('pixels' in drawing ? drawing.pixels : '', 'base64');
  expect(bytes.length).toBe(20);
  for (const [at, byte] of bytes.entries()) {
    expect(Math.abs(byte - (255 * wanted[at]!) / Math.max(...wanted))).toBeLessThan(0.51);
  }
});

test('a clip is drawn by its frames, and numbers by their lines', async () => {
  const clips = Uint8Array.from({ length: 60 * 3 * 4 }, (_, at) => at % 251);
  const labels = npyBytes(
    "'|u1'",
    [60],
    Uint8Array.from({ length: 60 }, (_, at) => at % 2),
  );
  const archive = zipBytes({ 'X.npy': npyBytes("'|u1'", [60, 3, 2, 2], clips), 'y.npy': labels });
  // Of four sizes the last is colours where it is small.
  expect((await prepare(archive, {}, '.npz')).rows!.drawingOf!(0)).toMatchObject({ frames: 1, rows: 3, columns: 2 });
  const wide = zipBytes({ 'X.npy': npyBytes("'|u1'", [60, 3, 4, 5], new Uint8Array(60 * 60)), 'y.npy': labels });
  expect((await prepare(wide, {}, '.npz')).rows!.drawingOf!(0)).toMatchObject({ frames: 3, rows: 4, columns: 5 });
  const { rows } = await prepare(sequenceTable(60));
  const { lines } = rows!.drawingOf!(1) as LinesDrawing;
  expect(lines.length).toBe(2);
});

test('sequences that stand in two parts, to the last value, are counted', async () => {
  const { dropped } = await prepare(sequenceTable(60, { cellOf: (id, step) => ((id % 4) + step) % 7 }));
  expect(dropped).toEqual([
    '18 sequences of the validation and test parts stand in the training part too, to the last value.',
    'With data.split.together what is alike stays in one part.',
  ]);
});

test('another file is read with what was fitted, with labels or without, the longest cut to what the network reads', async () => {
  const { config, codec } = await prepare(sequenceTable(60), plain);
  const longer = sequenceTable(3, { lengthOf: () => 6, labelOf: (id) => ['odd', 'other', 'even'][id]! });
  const encoded = await encodeFile(config, codec, temporaryFile(longer));
  const source = encoded.source as InMemory<VectorSource>;
  expect([source.steps, source.starts[3], ...source.labels]).toEqual([4, 12, 1, -1, 0]);
  expect([...encoded.examples]).toEqual([0, 2]);
  expect(encoded.dropped).toEqual([
    '3 sequences are longer than 4 steps, of which the first 4 are read.',
    "1 sequence has a label that the model does not know ('other') and is not scored.",
  ]);
  const unlabelled = await encodeFile(config, codec, temporaryFile('id,time,x,y\na,1,2,3\na,2,3,4\nb,1,2,3\n'));
  expect([unlabelled.rows!.count, unlabelled.examples.length, unlabelled.rows!.targets.length]).toEqual([2, 0, 0]);
});

describe('what is wrong is told:', () => {
  const problemsOf = async (content: string, data: Config['data']): Promise<string[]> => {
    const file = temporaryFile(content);
    const { problems } = await completeFile(file, { task: 'classification', data: { ...data, file } });
    return problems.map(({ path, message }) => `${path}: ${message}`);
  };
  const good = sequenceTable(60);

  test('columns that are not there or have another part', async () => {
    expect(await problemsOf(good, { group: 'ids' })).toContain(
      "data.group: there is no column 'ids'; did you mean 'id'?",
    );
    expect(await problemsOf(good, { inputs: ['x', 'time'] })).toEqual([
      "data.inputs: 'time' is the time; it cannot be an input too",
    ]);
    expect(await problemsOf(good, { stepSize: 3 })).toEqual([
      'data.stepSize: rows of 2 inputs make no steps of 3; use 2, or a multiple or divisor of it',
    ]);
    expect(await problemsOf(sequenceTable(4), {})).toEqual([
      'data.split: 4 labelled sequences are too few for three splits; add sequences',
    ]);
  });

  test('a sequence with two labels, and one whose times do not ascend, with the line', async () => {
    const data = { group: 'id', label: 'label' };
    const twice = good.replace(/p1,1,(.*),odd/, 'p1,1,$1,even');
    await expect(problemsOf(twice, data)).rejects.toThrow(
      ":5: the label of this row is 'even', that of a row above in id 'p1' is 'odd'; a sequence has one label",
    );
    const back = good.replace('p1,2,', 'p1,0,');
    await expect(problemsOf(back, data)).rejects.toThrow(':6: the time in column time is before that of the row above');
    expect(await problemsOf(back, { ...data, time: null, inputs: ['x'] })).toEqual([]);
  });
});
