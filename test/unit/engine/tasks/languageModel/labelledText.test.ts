import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SymbolSource } from '../../../../../engine/compute/source.ts';
import type { Config, RunConfig } from '../../../../../engine/config.ts';
import type { CharacterCodec } from '../../../../../engine/encoding/codec.ts';
import { decodeText } from '../../../../../engine/encoding/textCodec.ts';
import type { InMemory } from '../../files/inMemory.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';

const rows = Array.from({ length: 40 }, (_, row) =>
  JSON.stringify({ kind: row % 2 === 0 ? 'ham' : 'spam', body: `${row % 2 === 0 ? 'dear' : 'WIN'}\n${row}`, id: row }),
);
const file = temporaryFile(`${rows.join('\n')}\n`, '.jsonl');
const wanted: Config = {
  task: 'languageModel',
  data: { text: 'body', label: 'kind', seqLength: 8, split: { valid: 0.2, test: 0 } },
  training: { epochs: 1 },
};
const configOf = async (more: Config['data'] = {}): Promise<RunConfig> =>
  (await completeFile(file, { ...wanted, data: { ...wanted.data, file, ...more } })).config;
type Source = InMemory<SymbolSource> & Required<Pick<SymbolSource, 'told'>>;

/** Each text with the label of its symbols, as often as they differ. */
const textsOf = (codec: CharacterCodec, { ids, told }: Source): [string, string][] => {
  const lines: [string, string][] = [];
  let begin = 1;
  for (let at = 1; at < ids.length; at++) {
    if (decodeText(codec, [ids[at]!]) !== '\n') continue;
    const its = new Set(told.ids.subarray(begin, at + 1));
    lines.push([decodeText(codec, ids.subarray(begin, at)), [...its].map((id) => codec.labels?.[id]).join()]);
    begin = at + 1;
  }
  return lines;
};

test('texts of a column stand in an order of their own, each with its label from its first symbol to its end', async () => {
  const prepared = await prepareData(await configOf());
  const [codec, source] = [prepared.codec as CharacterCodec, prepared.source as Source];
  expect(codec.labels).toEqual(['ham', 'spam']);
  const texts = textsOf(codec, source);
  const expected = rows.map((_, row) => [`${row % 2 === 0 ? 'dear' : 'WIN'} ${row}`, row % 2 === 0 ? 'ham' : 'spam']);
  expect(texts.map(([text]) => text)).not.toEqual(expected.map(([text]) => text));
  expect(texts.toSorted()).toEqual(expected.toSorted());
  expect(decodeText(codec, source.ids.subarray(0, 1))).toBe('\n');
  expect(prepared.shape.input).toEqual({ kind: 'symbols', vocabulary: [...codec.symbols].length, labels: 2 });
});

test('without a label column there is nothing to be told; rows without a text or a label are left out and said', async () => {
  const plain = await prepareData(await configOf({ label: undefined }));
  expect((plain.source as SymbolSource).told).toBeUndefined();
  expect((plain.codec as CharacterCodec).labels).toBeUndefined();
  const holes = ['{"kind":"ham","body":"dear 1"}', '{"kind":"","body":"dear 2"}', '{"kind":"eggs","body":"x~"}'];
  const other = temporaryFile(`${[...holes, '{"kind":"spam","body":""}'].join('\n')}\n`, '.jsonl');
  const config = await configOf();
  const { codec } = await prepareData(config);
  const { source, dropped } = await encodeFile(config, codec, other);
  expect(textsOf(codec as CharacterCodec, source as Source)).toEqual([['dear 1', 'ham']]);
  expect(dropped).toEqual([
    '2 rows are left out: there is no text, or no label.',
    '1 row is left out: the model never saw the label.',
  ]);
});

test('what a table cannot be learned for is told by its field', async () => {
  const pathsOf = async (data: Config['data'], model: Config['model'] = {}): Promise<string[]> => {
    const { problems } = await completeFile(file, { ...wanted, data: { ...wanted.data, file, ...data }, model });
    return problems.map(({ path }) => path);
  };
  expect(await pathsOf({})).toEqual([]);
  expect(await pathsOf({ text: undefined })).toEqual([]);
  expect(await pathsOf({ text: 'bodies' })).toEqual(['data.text']);
  expect(await pathsOf({ label: 'kinds' })).toEqual(['data.label']);
  expect(await pathsOf({ text: 'kind' })).toEqual(['data.label']);
  expect(await pathsOf({ unit: 'words' })).toEqual(['data.unit']);
  expect(await pathsOf({}, { embeddingSize: 0 })).toEqual(['model.embeddingSize']);
});

test('texts of a table are mixed by the seed, which is told, and parts that are said otherwise are refused', async () => {
  const of = (split?: object) => completeFile(file, { ...wanted, data: { ...wanted.data, file, split } });
  expect((await of()).choices).toContain(
    'The texts are mixed by the seed: 5 % of them are the test, 5 % the validation.',
  );
  expect((await of({ valid: 0.1, test: 0.2, way: 'random' })).problems).toEqual([]);
  const message = (what: string): string =>
    `${what} does nothing: a languageModel mixes the texts of a table by the seed; leave it out`;
  expect((await of({ way: 'inOrder', column: 'kind', together: true })).problems).toEqual([
    { path: 'data.split.way', message: message('way "inOrder"') },
    { path: 'data.split.column', message: message('column "kind"') },
    { path: 'data.split.together', message: message('together true') },
  ]);
});

test('a folder of texts is learned as one text is that holds them all', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-corpus-'));
  const parts = ['the quick brown fox\n'.repeat(30), 'jumps over the dog\n'.repeat(30)];
  await writeFile(join(folder, 'a.txt'), parts[0]!);
  await writeFile(join(folder, 'b.txt'), parts[1]!);
  for (const unit of ['characters', 'words', 'bytePairs'] as const) {
    const of = async (path: string) => {
      const { config } = await completeFile(path, { task: 'languageModel', data: { file: path, unit, seqLength: 8 } });
      return prepareData(config);
    };
    const [ofFolder, ofFile] = [await of(folder), await of(temporaryFile(parts.join(''), '.txt'))];
    expect(ofFolder.codec).toEqual(ofFile.codec);
    expect((ofFolder.source as InMemory<SymbolSource>).ids).toEqual((ofFile.source as InMemory<SymbolSource>).ids);
    expect(ofFolder.splits).toEqual(ofFile.splits);
  }
  await rm(folder, { recursive: true });
});
