import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EvaluateResult, Inspection, Prediction } from '../../engine/protocol.ts';
import { type Events, Workspace, readRecord } from './rnnStudio.ts';

const workspace = new Workspace('block');

const text = Array.from({ length: 150 }, (_, line) => `le café ${line % 7} rêve à la forêt\n`).join('');
const letters = [...new Set(text)].sort().join('');
/** The same bytes as Windows-1251 has them. */
const cyrillic = (western: string): string => new TextDecoder('windows-1251').decode(Buffer.from(western, 'latin1'));
const utf16 = (content: string): Buffer => Buffer.from(content, 'utf16le');
const tiny = ['model.hiddenSize=8', 'model.numLayers=1', 'training.epochs=1', 'training.threads=1'];
const train = (file: string, ...settings: readonly string[]): Promise<Events> =>
  workspace.train(file, ...[...tiny, ...settings].flatMap((setting) => ['--set', setting]));
const inspect = async (file: string, ...settings: readonly string[]): Promise<Inspection> => {
  const [inspection] = await workspace.json('inspect', file, ...settings.flatMap((setting) => ['--set', setting]));
  return inspection as Inspection;
};
const toldOf = (events: Events): string => events.one('config').choices.join('\n');

const western = /not UTF-8 and is read as Windows-1252; if letters look wrong, set data\.encoding, or save it as UTF-8/;

describe('a text that is not UTF-8', () => {
  beforeAll(async () => {
    await writeFile(workspace.path('western.txt'), Buffer.from(text, 'latin1'));
    await writeFile(workspace.path('again.txt'), Buffer.from(text, 'latin1'));
    await writeFile(workspace.path('wide.txt'), utf16(text));
    await writeFile(workspace.path('marked.txt'), utf16(`\ufeff${text}`));
  });

  test.each([
    ['western.txt', western],
    ['wide.txt', /The file is UTF-16 and is read as such\./],
    ['marked.txt', /The file is UTF-16 and is read as such\./],
  ])('%s is inspected, learned and measured by its letters, and each says how it was read', async (file, note) => {
    expect(await inspect(file)).toMatchObject({ kind: 'text', symbols: text.length, distinct: letters.length });
    expect((await workspace.run('inspect', file)).stdout).toMatch(note);
    const events = await train(file);
    expect(toldOf(events)).toMatch(note);
    const model = await readFile(`${events.run}/last.safetensors`);
    expect(model.toString('utf8')).toContain(JSON.stringify(letters).slice(1, -1).replaceAll('\\', '\\\\'));
    const [measured] = (await workspace.json('evaluate', events.run, file)) as [EvaluateResult];
    expect(measured.notes).toEqual([expect.stringMatching(note)]);
    const { stdout } = await workspace.run('generate', events.run, '--prime', 'café', '--length', '5');
    expect(stdout).toContain('café');
  });

  test('is read as data.encoding says, also when the run goes on and when the file is measured', async () => {
    const asked = 'data.encoding=windows-1251';
    expect(await inspect('western.txt', asked)).not.toHaveProperty('notes');
    const events = await train('western.txt', asked);
    expect(toldOf(events)).not.toMatch(/UTF|Windows/);
    expect((await readRecord(events.run)).config.data).toMatchObject({ encoding: 'windows-1251' });
    await workspace.json('train', '--resume', events.run, '--set', 'training.epochs=2');
    const [same] = (await workspace.json('evaluate', events.run, 'western.txt')) as [EvaluateResult];
    expect(same.notes ?? []).toEqual([]);
    const { stdout } = await workspace.run('generate', events.run, '--prime', cyrillic('caf\xe9'), '--length', '5');
    expect(stdout).toContain(cyrillic('caf\xe9'));
  });

  test('in a folder is told by its name', async () => {
    await mkdir(workspace.path('texts'));
    await writeFile(workspace.path('texts', 'a.txt'), text);
    await writeFile(workspace.path('texts', 'b.txt'), Buffer.from(text, 'latin1'));
    const inspection = await inspect('texts');
    expect(inspection).toMatchObject({ symbols: 2 * text.length, distinct: letters.length });
    expect(inspection.notes).toEqual([
      expect.stringMatching(/^1 of 2 texts \(b\.txt\) is not UTF-8 and is read as Win/),
    ]);
  });

  test('is refused with the place and the way out where data.encoding is wrong', async () => {
    const { code, stderr } = await workspace.run('train', 'western.txt', '--set', 'data.encoding=utf-8');
    expect(code).toBe(2);
    expect(stderr).toContain(
      'western.txt:1:7: is not UTF-8 here, at byte 6, though data.encoding says so; set it to what',
    );
  });
});

describe('lines that are not UTF-8', () => {
  const sentences = Array.from(
    { length: 60 },
    (_, row) => [row % 2 ? 'forêt' : 'café', row % 2 ? 'été' : 'thé'] as const,
  );
  beforeAll(async () => {
    const objects = sentences.map(
      ([word, label], row) => `{"text":"${'le très grand '.repeat(1 + (row % 9))}${word} ${row}","label":"${label}"}\n`,
    );
    await writeFile(workspace.path('objects.jsonl'), Buffer.from(objects.join(''), 'latin1'));
    const spread = `${objects.slice(0, 20).join('')}\n${objects.slice(20).join('')}\n`;
    await writeFile(workspace.path('spread.jsonl'), Buffer.from(spread, 'latin1'));
    const tokens = sentences.map(([word, label]) => `un\tdet\n${word}\t${label}\n\n`);
    await writeFile(workspace.path('tokens.conll'), Buffer.from(tokens.join(''), 'latin1'));
  });

  const [first, second] = ['thé', 'été'];
  test.each([
    ['objects.jsonl', 'textClassification', [first, second]],
    ['tokens.conll', 'labeling', ['det', first, second]],
  ])('%s are learned by their letters and predicted, which says how they were read', async (file, task, labels) => {
    expect((await inspect(file)).notes).toEqual([expect.stringMatching(western)]);
    const events = await train(file);
    expect(events.one('config').config.task).toBe(task);
    expect(toldOf(events)).toMatch(western);
    const [prediction] = (await workspace.json('predict', events.run, file, '--out', 'out.csv')) as [Prediction];
    expect(prediction.notes).toEqual(expect.arrayContaining([expect.stringMatching(western)]));
    const out = await readFile(workspace.path('out.csv'), 'utf8');
    expect(labels.filter((label) => out.includes(label))).toEqual(labels);
  });

  test.each(['objects.jsonl', 'tokens.conll'])('%s are read as data.encoding says', async (file) => {
    const asked = 'data.encoding=windows-1251';
    const inspection = await inspect(file, asked);
    expect(inspection).not.toHaveProperty('notes');
    expect(JSON.stringify(inspection)).toContain(cyrillic('th\xe9'));
    const events = await train(file, asked);
    expect(toldOf(events)).not.toMatch(/UTF|Windows/);
    const [prediction] = (await workspace.json('predict', events.run, file, '--out', 'out.csv')) as [Prediction];
    expect((prediction.notes ?? []).join('\n')).not.toMatch(/UTF|Windows/);
    expect(await readFile(workspace.path('out.csv'), 'utf8')).toContain(cyrillic('th\xe9'));
  });

  test('with a blank line between them say so in inspect, train, predict and evaluate', async () => {
    const blank = '1 blank line between rows is no row and left out (line 21).';
    expect((await inspect('spread.jsonl')).notes).toContain(blank);
    const events = await train('spread.jsonl');
    expect(events.one('config').choices).toContain(blank);
    for (const command of ['predict', 'evaluate']) {
      const [result] = (await workspace.json(command, events.run, 'spread.jsonl')) as [Prediction | EvaluateResult];
      expect(result.notes).toContain(blank);
    }
  });
});
