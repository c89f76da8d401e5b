import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type {
  BacktestResult,
  EvaluateResult,
  Explanation,
  GenerateResult,
  Inspection,
  LearningRateResult,
  Prediction,
  TextPrediction,
} from '../../engine/protocol.ts';
import { Workspace } from './rnnStudio.ts';

const workspace = new Workspace('block');

describe('rnn-studio inspect', () => {
  test('names types, ranges and the task of a table', async () => {
    const [inspection] = (await workspace.json('inspect', 'weather.csv')) as [Inspection];
    expect(inspection).toMatchObject({ kind: 'table', rows: 1461, delimiter: ',', proposedTask: 'forecast' });
    const columns = inspection.kind === 'table' ? inspection.columns : [];
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'date timestamp',
      'precipitation number',
      'temp_max number',
      'temp_min number',
      'wind number',
      'weather category',
    ]);
    expect(columns.find(({ name }) => name === 'temp_max')).toMatchObject({ min: -1.6, max: 35.6, missing: 0 });
    const { stdout } = await workspace.run('inspect', 'weather.csv');
    expect(stdout).toMatch(/^date +timestamp +2012-01-01 +2015-12-31 +0 /m);
  });

  test('tells a table in JSON Lines without a delimiter and a header, which it has not', async () => {
    const lines = Array.from({ length: 40 }, (_, row) =>
      JSON.stringify({ hour: row, level: Math.sin(row), note: `seen from the pier of the harbour ${row}` }),
    );
    await writeFile(workspace.path('tide.jsonl'), `${lines.join('\n')}\n`);
    const { stdout } = await workspace.run('inspect', 'tide.jsonl');
    expect(stdout).toMatch(/^table: 40 rows, 3 columns$/m);
    expect(stdout).toContain('  seen from the pier of t…, seen');
  });

  test('of a table that is to be learned as text tells which texts of it may be learned instead', async () => {
    const lines = Array.from({ length: 40 }, (_, row) => `note ${row} of the harbour\tlate ${row} o'clock\t${row}`);
    await writeFile(workspace.path('notes.tsv'), `${['note\twhen\tlevel', ...lines].join('\n')}\n`);
    const { stdout } = await workspace.run('inspect', 'notes.tsv', '--task', 'languageModel');
    expect(stdout).toMatch(/^text: [\d,]+ symbols/m);
    expect(stdout).toContain("a table too: data.text learns the texts of a column instead, 'note' or 'when'.");
  });

  test('counts the 28 symbols that the textbook network reads', async () => {
    const inspect = ['inspect', 'first-names.txt', '--set', 'data.lowercase=true'];
    expect(await workspace.json(...inspect)).toMatchObject([{ kind: 'text', distinct: 28, lines: 8421 }]);
  });
});

describe('rnn-studio lr-find', () => {
  test('prints the losses by rate and which of two rates it proposes, and leaves no run behind', async () => {
    const before = await workspace.runIds();
    const [result] = (await workspace.json('lr-find', 'weather.csv')) as [LearningRateResult];
    expect(result.points.length).toBeGreaterThan(60);
    const proposed = result[result.proposed];
    expect(proposed).toBe(Math.min(result.steepest, result.tenthOfLowest));
    const { stdout } = await workspace.run('lr-find', 'weather.csv');
    expect(stdout).toMatch(/^learning rate +loss\n1\.00e-7 +0\.\d+$/m);
    expect(stdout).toMatch(/^(steepest descent|a tenth below the lowest loss) .* {2}proposed$/m);
    expect(stdout).toContain(`--set training.learningRate=${Number(proposed.toPrecision(2))}`);
    expect(await workspace.runIds()).toEqual(before);
  });
});

describe('a forecast model', () => {
  let id: string;
  beforeAll(async () => {
    const { run } = await workspace.train('airline-passengers.csv', '--set', 'training.epochs=3');
    id = basename(run);
  });

  test('predicts the months after the last, by id, by folder and by file alike', async () => {
    const models = [id, `.rnn-studio/runs/${id}`, `.rnn-studio/runs/${id}/best.safetensors`];
    const [byId, byFolder, byFile] = await Promise.all(
      models.map((model) => workspace.json('predict', model, 'airline-passengers.csv', '--horizon', '3')),
    );
    const [{ next, rows }] = byId as [Prediction];
    expect(next.map(({ time }) => time)).toEqual(['1961-01', '1961-02', '1961-03']);
    expect(next[0]!.cells).toMatchObject([{ column: 'passengers', text: expect.stringMatching(/^\d+$/) as string }]);
    expect(rows).toEqual([]);
    expect(byFolder).toEqual(byId);
    expect(byFile).toEqual(byId);
    const { stdout } = await workspace.run('predict', id, 'airline-passengers.csv', '--paths', '2', '--seed', '4');
    expect(stdout).toContain(`1961-01  passengers        ${next[0]!.cells[0]!.text} `);
    expect(stdout).toMatch(/paths\n +column +path 1 +path 2\n/);
  });

  test('fills an empty cell and writes every row to --out', async () => {
    const lines = (await readFile(workspace.path('airline-passengers.csv'), 'utf8')).split('\n');
    const emptied = lines.map((line, index) => (index === 140 ? line.replace(/,.*/, ',') : line));
    await writeFile(workspace.path('gap.csv'), emptied.join('\n'));
    const [prediction] = await workspace.json('predict', id, 'gap.csv', '--out', 'predictions.csv');
    const { rows, next } = prediction as Prediction;
    expect(rows).toMatchObject([{ line: 141, cells: [{ cell: 1, column: 'passengers' }] }]);
    const written = (await readFile(workspace.path('predictions.csv'), 'utf8')).trimEnd().split('\n');
    expect(written[0]).toBe('line,time,passengers,passengers_predicted,passengers_low,passengers_high');
    expect(written.length).toBe(lines.length - 1 + next.length);
    expect(written[140]).toMatch(new RegExp(`^141,1960-08,,${rows[0]!.cells[0]!.text},`));
  });

  test('has intervals of the level that is asked for', async () => {
    const [usual, wide] = await Promise.all(
      [[], ['--level', '95']].map((level) => workspace.json('predict', id, 'airline-passengers.csv', ...level)),
    );
    const widthOf = ([prediction]: unknown[]): number => {
      const cell = (prediction as Prediction).next[0]?.cells[0];
      return (cell?.high ?? NaN) - (cell?.low ?? NaN);
    };
    expect(widthOf(wide ?? [])).toBeGreaterThan(widthOf(usual ?? []));
    const { stdout } = await workspace.run('predict', id, 'airline-passengers.csv', '--level', '95');
    expect(stdout).toContain('95 % between');
    const { code, stderr } = await workspace.run('predict', id, 'airline-passengers.csv', '--level', '100');
    expect(code).toBe(2);
    expect(stderr).toContain('level 100 is none from 20 to 98 percent');
  });

  test('says what it rests on, in a sentence, bars and the season of months', async () => {
    const [explanation] = (await workspace.json('explain', id)) as [Explanation];
    expect(explanation).toMatchObject({ measure: 'mae', countsBack: true, repeats: 5 });
    expect(explanation.views[0]?.columns.map(({ column }) => column)).toContain('passengers');
    const { stdout } = await workspace.run('explain', id, '--target', 'passengers');
    expect(stdout).toMatch(/^The forecast rests on /m);
    expect(stdout).toMatch(/^months back +error grows by$/m);
    expect(stdout).toMatch(/^January +[\d.]+ +[\d.]+/m);
    const { code, stderr } = await workspace.run('explain', id, '--target', 'passenger');
    expect(code).toBe(2);
    expect(stderr).toContain("the run predicts no 'passenger'; did you mean 'passengers'?");
  });

  test('is measured on a whole file beside the baselines', async () => {
    const [result] = (await workspace.json('evaluate', id, 'airline-passengers.csv')) as [EvaluateResult];
    expect(result.loss).toBeGreaterThan(0);
    expect(Object.keys(result.baselines)).toEqual(expect.arrayContaining(['lastValue', 'exponentialSmoothing']));
    expect(result.madeOf).toMatch(/^The forecast is /);
    const { stdout } = await workspace.run('evaluate', id, 'airline-passengers.csv');
    expect(stdout).toContain(`model`);
    expect(stdout).toContain(result.metrics['mae']!.toPrecision(4));
  });

  test('is measured on a file of its training with that told', async () => {
    const trained = await workspace.run('evaluate', id, 'airline-passengers.csv');
    expect(trained.stdout).toContain('The model was trained on this file');
    const copy = (await readFile(workspace.path('airline-passengers.csv'), 'utf8')).replaceAll('1949-', '1939-');
    await writeFile(workspace.path('other.csv'), copy);
    expect((await workspace.run('evaluate', id, 'other.csv')).stdout).not.toContain('trained on this file');
  });

  test('a backtest stands the model beside each baseline, by step, and refuses folds that there is no room for', async () => {
    const small = ['--set', 'training.epochs=3', '--set', 'model.hiddenSize=8'];
    const args = ['airline-passengers.csv', '--horizon', '6', ...small];
    const [result] = (await workspace.json('backtest', '--folds', '4', ...args)) as [BacktestResult];
    expect(result).toMatchObject({ folds: 4, horizon: 6, refit: false });
    expect(result.byStep).toHaveLength(6);
    const { model, seasonalNaive, exponentialSmoothing } = result.overall;
    expect(model?.['coverage']).toBeGreaterThan(0);
    expect(model?.['mae']).toBeLessThan(seasonalNaive!['mae']!);
    expect(exponentialSmoothing?.['mae']).toBeLessThan(30);
    const { code, stderr } = await workspace.run('backtest', '--folds', '30', ...args);
    expect([code, stderr]).toEqual([
      2,
      'rnn-studio: airline-passengers.csv: 30 folds of 6 rows take 180 of its 144 rows, and leave too few to learn from: take at most 20 folds, or a shorter horizon\n',
    ]);
  });

  test('is no language model, and says so', async () => {
    const { code, stderr } = await workspace.run('generate', id);
    expect(code).toBe(2);
    expect(stderr).toContain('is a forecast model');
  });

  test('predicts no single text, and says so', async () => {
    const { code, stderr } = await workspace.run('predict', id, '--text', 'a passenger');
    expect(code).toBe(2);
    expect(stderr).toMatch(/is a forecast model; single texts are predicted by a/);
  });

  test('cut short on disk is refused', async () => {
    const model = await readFile(workspace.path('.rnn-studio', 'runs', id, 'best.safetensors'));
    for (const length of [4, 200, model.length - 10]) {
      await writeFile(workspace.path('cut.safetensors'), model.subarray(0, length));
      const { code, stderr } = await workspace.run('predict', 'cut.safetensors', 'airline-passengers.csv');
      expect(code, stderr).toBe(2);
      expect(stderr).toMatch(/^rnn-studio: cut\.safetensors: /);
    }
  });

  test('a misspelt id names the one that was meant', async () => {
    const { code, stderr } = await workspace.run('predict', id.replace('passengers', 'pasengers'), 'weather.csv');
    expect(code).toBe(2);
    expect(stderr).toContain(`did you mean '${id}'?`);
  });
});

describe('a language model', () => {
  test('writes the same text for the same seed, streamed or as JSON', async () => {
    const settings = ['--set', 'training.epochs=1', '--set', 'model.hiddenSize=16'];
    const { run } = await workspace.train('first-names.txt', ...settings);
    const options = [basename(run), '--prime', 'Mar', '--length', '200', '--seed', '5'];
    const [result] = (await workspace.json('generate', ...options)) as [GenerateResult];
    expect(result).toMatchObject({ seed: 5, text: expect.stringMatching(/^Mar/) as string });
    expect([...result.text]).toHaveLength(203);
    const streamed = await workspace.run('generate', ...options);
    expect(streamed.stdout.trimEnd()).toBe(result.text.trimEnd());
    const unread = await workspace.run('generate', basename(run), '--prime', 'ñM', '--length', '9');
    expect(unread.stderr).toBe('the network never saw "ñ" of the prime: it means nothing to it\n');
    const other = (await workspace.json('generate', ...options.with(-1, '6'))) as [GenerateResult];
    expect(other[0].text).not.toBe(result.text);
    const likeliest = [...options.slice(0, 5), '--top-k', '1', '--temperature', '0.5', '--top-p', '0.9', '--seed'];
    expect(await workspace.json('generate', ...likeliest, '1')).toMatchObject([
      { text: ((await workspace.json('generate', ...likeliest, '2')) as [GenerateResult])[0].text },
    ]);
  });
});

describe('a model of labelled texts', () => {
  test('predicts a single text, and says what of it the network does not read or know', async () => {
    const words = { food: ['soup', 'bread', 'salt', 'cheese'], sky: ['rain', 'wind', 'cloud', 'storm'] };
    const lines = Array.from({ length: 400 }, (_, row) => {
      const label = row % 2 === 0 ? 'food' : 'sky';
      const text = Array.from({ length: 4 + (row % 3) }, (_unused, at) => words[label][(row * (at + 3) + at) % 4]);
      return `${label}\tthe ${text.join(' ')} of ${row}`;
    });
    await writeFile(workspace.path('texts.tsv'), ['label\ttext', ...lines, ''].join('\n'));
    const { run } = await workspace.train('texts.tsv', '--set', 'training.epochs=8');
    const id = basename(run);
    const [likeliest] = (await workspace.json('predict', id, '--text', 'wind and storm')) as [TextPrediction];
    expect(likeliest.alternatives.map(({ text }) => text)).toEqual(['sky', 'food']);
    const shares = likeliest.alternatives.map(({ probability }) => probability);
    expect(shares[0]! + shares[1]!).toBeCloseTo(1, 5);
    expect(likeliest).toMatchObject({ unit: 'words', length: 3, read: 3, unknown: ['and'] });
    const long = `zzz ${'soup '.repeat(30)}`;
    const { code, stdout, stderr } = await workspace.run('predict', id, '--text', long);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^ +probability\nfood +\d+\.\d %\nsky +\d+\.\d %\n$/);
    expect(stderr).toMatch(/^the network reads the first \d+ of 31 words\nit has not learned "zzz"\n$/);
    const empty = await workspace.run('predict', id, '--text', ' ');
    expect([empty.code, empty.stdout]).toEqual([2, '']);
    expect(empty.stderr).toContain('the text is empty');
  });
});
