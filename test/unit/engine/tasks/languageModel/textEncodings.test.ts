import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Config, RunConfig } from '../../../../../engine/config.ts';
import type { TextCodec } from '../../../../../engine/encoding/codec.ts';
import { coderOf } from '../../../../../engine/encoding/textCoder.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import { languageModel } from '../../../../../engine/tasks/languageModel/languageModel.ts';
import type { TextData } from '../../../../../engine/tasks/languageModel/textFields.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { planRun } from '../../../../../engine/training/planRun.ts';
import { temporaryFile, temporaryFolder } from '../../files/temporaryFile.ts';

const lines = Array.from({ length: 300 }, (_, line) => `le café ${line % 7} rêve à la forêt`);
const text = `${lines.join('\n')}\n`;
const western = Buffer.from(text, 'latin1');
const utf16 = Buffer.from(text, 'utf16le');

/** What a network is given of a text, written out again, and what is told of it. */
const learn = async (file: string, data: Config['data'] = {}) => {
  const plan = await planRun({ file, config: { task: 'languageModel', data: { seqLength: 16, ...data } } });
  const coder = coderOf(plan.data.codec as TextCodec);
  const { source } = plan.data;
  const ids = source.kind === 'symbols' && source.ids instanceof Uint16Array ? source.ids : [];
  return { ...plan, written: Array.from(ids, (id) => coder.textOf(id)).join('') };
};

describe.each(['characters', 'words', 'bytePairs'])('a text by %s', (unit) => {
  const data = { unit, minCount: 1, ...(unit === 'bytePairs' && { pieces: 100 }) };

  test.each([
    ['Windows-1252', western, /is not UTF-8 and is read as Windows-1252; if letters look wrong, set data\.encoding/],
    ['UTF-16 without a mark', utf16, /is UTF-16 and is read as such/],
    ['UTF-16 with a mark', Buffer.concat([Buffer.of(0xff, 0xfe), utf16]), /is UTF-16 and is read as such/],
    ['UTF-16, the high byte first', Buffer.from(utf16).swap16(), /is UTF-16 with the high byte first/],
  ])('in %s is read as such and told', async (_, bytes, note) => {
    const file = temporaryFile(bytes, '.txt');
    const { written, choices, config } = await learn(file, data);
    expect(written).toBe(text);
    expect(choices.filter((choice) => note.test(choice))).toHaveLength(1);
    expect(config.data).not.toHaveProperty('encoding');
    const inspection = await inspectFile(file, { data });
    expect(inspection.notes).toEqual([expect.stringMatching(note)]);
  });

  test('in the encoding that is asked for is read so, without a word', async () => {
    const file = temporaryFile(western, '.txt');
    const { written, choices, config } = await learn(file, { ...data, encoding: 'windows-1251' });
    expect(written).toBe(new TextDecoder('windows-1251').decode(western));
    expect(choices.join('\n')).not.toMatch(/UTF|Windows/);
    expect(config.data).toMatchObject({ encoding: 'windows-1251' });
  });

  test('is encoded again as it was trained on, and so is another file unless that is Unicode', async () => {
    const file = temporaryFile(western, '.txt');
    const encoding = 'windows-1251';
    const plan = await learn(file, { ...data, encoding });
    const codec = plan.data.codec as TextCodec;
    const encode = async (path: string) =>
      languageModel.encode(plan.config as RunConfig<TextData>, codec, await new OpenedFiles().open(path));
    const again = await encode(file);
    expect(again.dropped).toEqual([]);
    expect(again.source).toEqual(plan.data.source);
    const other = await encode(temporaryFile(western, '.txt'));
    expect([other.dropped, other.source]).toEqual([[], plan.data.source]);
    const unicode = await encode(temporaryFile(utf16, '.txt'));
    expect(unicode.dropped[0]).toBe('The file is UTF-16 and is read as such.');
  });
});

test('texts of a folder are read each as it is encoded, and it is told which are not UTF-8', async () => {
  const folder = mkdtempSync(join(temporaryFolder, 'corpus-'));
  writeFileSync(join(folder, 'a.txt'), text);
  writeFileSync(join(folder, 'b.txt'), western);
  writeFileSync(join(folder, 'c.txt'), utf16);
  const { written, choices } = await learn(folder);
  expect(written).toBe(text + text + text);
  expect(choices).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^1 of 3 texts \(b\.txt\) is not UTF-8 and is read as Windows-1252; .* save it as UTF-8/),
      '1 of 3 texts (c.txt) is UTF-16 and is read as such.',
    ]),
  );
});

test('a text that is not what data.encoding says is refused with its place', async () => {
  const file = temporaryFile(western, '.txt');
  await expect(learn(file, { encoding: 'utf-8' })).rejects.toThrow(`${file}:1:7: is not UTF-8 here, at byte 6`);
  const wrong = temporaryFile(text, '.txt');
  const { choices } = await learn(wrong, { encoding: 'windows-1252' });
  expect(choices.join('\n')).toContain('The file is UTF-8 and is read as windows-1252, as data.encoding says');
});

test('texts of a column are read in the encoding that is asked for', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, row) => `"le caf\xe9 num\xe9ro ${row} est ferm\xe9",${row % 2 ? 'oui' : 'non'}`,
  );
  const file = temporaryFile(Buffer.from(`texte,ouvert\n${rows.join('\n')}\n`, 'latin1'));
  const { written } = await learn(file, { text: 'texte', label: 'ouvert', encoding: 'windows-1251' });
  expect(written).toContain('le cafй numйro');
});
