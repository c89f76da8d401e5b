import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EvaluateResult, Inspection, Prediction, TextPrediction } from '../../engine/protocol.ts';
import { type Events, Workspace } from './rnnStudio.ts';

const workspace = new Workspace('block');

/** A small language: what `light` is follows from the word before it alone. */
const determiners = ['the', 'a', 'no'];
const names = ['Ada Lovelace', 'Rosa Park', 'Ola Nord', 'Ilse Kern'];
const sentenceOf = (number: number): readonly (readonly [word: string, tag: string])[] => {
  const [first = '', last = ''] = names[number % names.length]!.split(' ');
  const verb = ['lights', 'sees', 'paints'][number % 3]!;
  const light = (['a', 'the'] as const)[number % 2]!;
  return [
    [first, 'B-PER'],
    ...(number % 5 === 0 ? [] : [[last, 'I-PER'] as const]),
    [verb, 'O'],
    ...(number % 4 === 0 ? [[determiners[number % 3]!, 'O'] as const, ['lamp', 'B-THING'] as const] : []),
    ...(number % 4 === 1 ? [['very', 'O'] as const, ['light', 'O'] as const] : []),
    ...(number % 4 >= 2 ? [[light, 'O'] as const, ['light', 'B-THING'] as const] : []),
    ['.', 'O'],
  ];
};
const linesOf = (numbers: readonly number[]): string =>
  numbers
    .map(
      (number) =>
        `# ${number}\n${sentenceOf(number)
          .map(([word, tag]) => `${word}\t${tag}\n`)
          .join('')}\n`,
    )
    .join('');
const count = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

describe('labels per step on the command line', () => {
  let events: Events;
  beforeAll(async () => {
    await writeFile(workspace.path('people.conll'), linesOf(count(0, 240)));
    await writeFile(workspace.path('more.conll'), linesOf(count(1000, 1040)));
    events = await workspace.train('people.conll', '--set', 'training.epochs=12', '--set', 'training.threads=1');
  });

  test('inspect says what the file holds and why it is for labels per step', async () => {
    const [inspection] = (await workspace.json('inspect', 'people.conll')) as [Inspection];
    expect(inspection).toMatchObject({ kind: 'table', proposedTask: 'labeling', comments: 240 });
    const { stdout } = await workspace.run('inspect', 'people.conll');
    expect(stdout).toContain("labeling: 'token' holds a word a row, 'tag' a tag for each of them with 4 classes");
  });

  test('train tells accuracy by step and F1 of spans beside the most frequent tags, and beats them', () => {
    const { metrics, baselines } = events.one('done').test;
    expect(events.one('config').headline.metric).toBe('spanF1');
    expect(Object.keys(metrics).sort()).toEqual(['f1Macro', 'spanF1', 'tokenAccuracy']);
    expect(Object.keys(baselines)).toEqual(['majority', 'wordMajority']);
    expect(events.one('done')).toMatchObject({ measuredOn: 'test', metrics, baselines });
    expect(metrics['spanF1']).toBeGreaterThan(0.97);
    expect(metrics['tokenAccuracy']).toBeGreaterThan(0.98);
    // One word is two things.
    expect(baselines['wordMajority']?.['spanF1']).toBeLessThan(0.95);
    expect(baselines['majority']?.['spanF1']).toBe(0);
  });

  test('the report of the run has a class by class table and the mistakes by lines', async () => {
    const report = JSON.parse(await readFile(`${events.run}/results.json`, 'utf8')) as {
      readonly examples: number;
      readonly labels: readonly string[];
      readonly confusion: readonly (readonly number[])[];
      readonly classes: readonly { readonly label: string; readonly f1: number; readonly support: number }[];
    };
    expect(report.labels).toEqual(['B-PER', 'B-THING', 'I-PER', 'O']);
    const [persons] = report.classes;
    expect(persons?.f1).toBeGreaterThan(0.97);
    expect(report.confusion.flat().reduce((sum, each) => sum + each, 0)).toBe(report.examples);
    expect(report.classes.reduce((sum, { support }) => sum + support, 0)).toBe(report.examples);
  });

  test('samples have the labels of six sequences, the same after every epoch, with their lines in the file', async () => {
    const lines = linesOf(count(0, 240)).split('\n');
    const samples = events.of('sample').flatMap(({ labelled }) => labelled ?? []);
    expect(samples.length).toBeGreaterThan(0);
    const { labels, sequences } = samples.at(-1)!;
    expect(labels).toEqual(['B-PER', 'B-THING', 'I-PER', 'O']);
    expect(sequences.length).toBe(6);
    for (const { words, actual, predicted, probabilities, lines: places, more } of sequences) {
      expect(words!.map((word, step) => `${word}\t${labels[actual[step]!]}`)).toEqual(
        places.map((line) => lines[line - 1]),
      );
      expect([predicted.length, more]).toEqual([words!.length, 0]);
      expect(probabilities.every((each) => each !== null && each > 0.25 && each <= 1)).toBe(true);
    }
    for (const earlier of samples)
      expect(earlier.sequences.map(({ lines: of }) => of)).toEqual(sequences.map(({ lines: of }) => of));
    expect(events.of('sample').at(-1)?.text.split('\n')[0]).toMatch(/^\w+\/B-PER /);
  });

  test('evaluate measures another file, beside what training has counted', async () => {
    const [result] = (await workspace.json('evaluate', events.run, 'more.conll')) as [EvaluateResult];
    expect(result.metrics['spanF1']).toBeGreaterThan(0.97);
    expect(result.baselines['wordMajority']?.['spanF1']).toBeLessThan(0.95);
    const { stdout } = await workspace.run('evaluate', events.run, 'more.conll');
    expect(stdout).toMatch(/accuracy by step +F1 +F1 of spans/);
    expect(stdout).toMatch(/^most frequent class of the word /m);
  });

  test('predict labels every word of a file without tags, and writes them beside the words', async () => {
    const bare = linesOf(count(0, 8)).replace(/^(#.*|\S+)\t\S+$/gm, '$1\t_');
    await writeFile(workspace.path('bare.conll'), bare.replaceAll('\t_', '\t'));
    const [prediction] = (await workspace.json('predict', events.run, 'bare.conll', '--out', 'labels.csv')) as [
      Prediction,
    ];
    const expected = count(0, 8).flatMap(sentenceOf);
    expect(prediction.rows.length).toBe(expected.length);
    expect(prediction.rows[0]).toMatchObject({ line: 2, cells: [{ column: 'tag', actual: '', text: 'B-PER' }] });
    const rows = (await readFile(workspace.path('labels.csv'), 'utf8')).trimEnd().split('\n');
    expect(rows[0]).toBe('line,token,tag,tag_predicted,probability');
    expect(rows.slice(1).map((row) => row.split(',').slice(1, 4))).toEqual(
      expected.map(([word, tag]) => [word, '', tag]),
    );
  });

  test('predict --text labels the words of a sentence', async () => {
    const text = 'Ola Nord sees the light.';
    const [prediction] = (await workspace.json('predict', events.run, '--text', text)) as [TextPrediction];
    expect(prediction.steps?.map(({ word, alternatives: [best] }) => [word, best?.text])).toEqual([
      ['Ola', 'B-PER'],
      ['Nord', 'I-PER'],
      ['sees', 'O'],
      ['the', 'O'],
      ['light', 'B-THING'],
      ['.', 'O'],
    ]);
    const { stdout, stderr } = await workspace.run('predict', events.run, '--text', 'Ola paints the Zeppelin');
    expect(stdout).toMatch(/^Ola +B-PER +\d+\.\d %$/m);
    expect(stderr).toContain('it has not learned "Zeppelin"');
  });

  test('bad files end with exit code 2 and their place', async () => {
    await writeFile(workspace.path('broken.conll'), 'Ada\tB-PER\nsees\n');
    const { code, stderr } = await workspace.run('train', 'broken.conll');
    expect(code).toBe(2);
    expect(stderr).toContain('broken.conll:2: the line has 1 column where those above have 2');
    await writeFile(workspace.path('same.conll'), 'Ada\tO\n\nsees\tO\n\n');
    const same = await workspace.run('train', 'same.conll', '--task', 'labeling');
    expect([same.code, same.stderr]).toEqual([2, expect.stringContaining("'tag' has one class only, 'O'")]);
  });
});
