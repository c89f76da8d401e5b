import { expect, test } from 'vitest';
import type { PairSource, RaggedSymbols } from '../../../../../engine/compute/source.ts';
import type { Config } from '../../../../../engine/config.ts';
import type { PreparedData } from '../../../../../engine/tasks/preparedData.ts';
import { codersOf } from '../../../../../engine/tasks/translation/sideCoder.ts';
import {
  type TranslationCodec,
  translationCodecSchema,
} from '../../../../../engine/tasks/translation/translationCodec.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';

const words = ['unter', 'wegs', 'wasser', 'fall', 'hand', 'schuh', 'haus', 'tür'];
const at = (row: number): string => `${words[row % 8]}${words[(row >> 1) % 8]}`;
type PairOf = (row: number) => readonly [string, string];
const pairOf: PairOf = (row) => [
  `Die ${at(row)}, ${at(row * 3)} ${row}!`,
  `the ${at(row * 5)} (of ${at(row)}) is ${at(row + 1)}.`,
];
const content = (of: PairOf = pairOf, count = 120): string =>
  `from\tto\n${Array.from({ length: count }, (_, row) => `${of(row).join('\t')}\n`).join('')}`;

const complete = (data: Config['data'], of?: PairOf) => {
  const file = temporaryFile(content(of), '.tsv');
  return completeFile(file, { task: 'translation', data: { source: 'from', target: 'to', ...data, file } });
};
const prepare = async (data: Config['data'], of?: PairOf) => {
  const { config, problems, choices, work } = await complete(data, of);
  expect(problems).toEqual([]);
  const prepared = (await prepareData(config)) as PreparedData<TranslationCodec>;
  return { ...prepared, config, choices, work, source: prepared.source as PairSource };
};
const idsOf = ({ ids, starts }: RaggedSymbols, row: number): number[] => [
  ...(ids as Uint16Array).subarray(starts[row], starts[row + 1]),
];
const cut = { unit: 'bytePairs', targetUnit: 'bytePairs', pieces: 48, maxLength: 80, maxTargetLength: 80 } as const;

test('targets in byte pairs are put together again to what stands in the file, each with an edge on either side', async () => {
  const { codec, source, splits, shape } = await prepare(cut);
  const { target } = codersOf(codec);
  for (const row of splits.train) {
    const [begin, ...ids] = idsOf(source.target, row);
    expect([begin, ids.pop()]).toEqual([0, 0]);
    expect(Math.min(...ids)).toBeGreaterThan(1);
    expect(target.decode(ids).text).toBe(pairOf(row)[1]);
  }
  // Unknown letters are one of the pieces, and an edge is none.
  expect(shape.target?.vocabulary).toBe(49);
  expect(shape.outputSize).toBe(49);
  expect(Math.max(...(source.target.ids as Uint16Array))).toBe(48);
});

test('pieces are those of the training rows alone, the same for the same rows, and pass through a model file', async () => {
  const { codec, splits } = await prepare(cut);
  expect((await prepare(cut)).codec).toEqual(codec);
  const held = new Set([...splits.valid, ...splits.test]);
  const changed = await prepare(cut, (row) => (held.has(row) ? [`ψ ${row}`, `Ω ${row}`] : pairOf(row)));
  expect(changed.codec).toEqual(codec);
  expect(changed.dropped.join()).toMatch(
    /% of the byte pairs of the targets are letters that the training texts have not, and read as one unknown\./,
  );
  expect(translationCodecSchema.parse(JSON.parse(JSON.stringify(codec)))).toEqual(codec);
  const later = { ...codec, source: { ...codec.source, merges: [[1, 99]] } };
  expect(translationCodecSchema.safeParse(later).success).toBe(false);
});

test.each(['bytePairs', 'words'] as const)('a shared vocabulary of %s gives both sides the same ids', async (unit) => {
  const data = { unit, targetUnit: unit, ...(unit === 'bytePairs' && { pieces: 100 }) };
  const shared = await prepare({ ...data, sharedVocabulary: true });
  const { source, target } = codersOf(shared.codec);
  const text = 'Die wasserfall, haus (of the) hand.';
  expect(source.encode(text)).toEqual(target.encode(text));
  expect(shared.shape.target?.vocabulary).toBe('vocabulary' in shared.shape.input && shared.shape.input.vocabulary);
  const apart = codersOf((await prepare(data)).codec);
  expect(apart.source.encode(text)).not.toEqual(apart.target.encode(text));
});

test('what is asked for on one side suits the other, how many pieces suits the texts, and both are said', async () => {
  const { config, choices, work } = await prepare({ unit: 'bytePairs' });
  expect(config.data).toMatchObject({ targetUnit: 'bytePairs', pieces: 256, minCount: 1, sharedVocabulary: false });
  expect(choices).toContain(
    'Sources are read as byte pairs, targets are put together from byte pairs: the texts have sentences.',
  );
  expect(choices).toContain('Words are cut into 256 different byte pairs, as suits that much text.');
  expect(work.shape.outputSize).toBe(257);
  const short = await complete({ unit: 'bytePairs' }, (row) => [`${at(row)} x`, 'word'.slice(row % 3)]);
  expect(short.config.data).toMatchObject({ unit: 'bytePairs', targetUnit: 'characters' });
});

test('a file of another writing is read with the pieces that there are', async () => {
  const { config, codec } = await prepare(cut);
  const other = await encodeFile(config, codec, temporaryFile('from\nDie ψ\n', '.tsv'));
  const { source, target } = other.source as PairSource;
  const ids = idsOf(source, 0);
  expect(ids.filter((id) => id === 1)).toHaveLength(1);
  expect(ids).toEqual(codersOf(codec).source.encode('Die ψ'));
  expect(codersOf(codec).source.unknown('Die ψ', 60)).toEqual(['ψ']);
  expect(target.starts.every((start) => start === 0)).toBe(true);
});

test.each<[string, Config['data'], string, string]>([
  ['fewer pieces than letters', { ...cut, pieces: 9 }, 'data.pieces', 'letters of the texts; ask for more'],
  [
    'pieces of words',
    { unit: 'words', pieces: 50 },
    'data.pieces',
    'pieces 50 are for data.unit or data.targetUnit bytePairs',
  ],
  ['rare pieces', { ...cut, minCount: 2 }, 'data.minCount', 'by byte pairs everything is known'],
  [
    'one vocabulary of different units',
    { unit: 'words', targetUnit: 'characters', sharedVocabulary: true },
    'data.sharedVocabulary',
    'they share no vocabulary; make data.unit and data.targetUnit alike',
  ],
])('%s: refused at its field', async (_, data, path, message) => {
  const { problems } = await complete(data);
  expect(problems.map((problem) => problem.path)).toEqual([path]);
  expect(problems[0]?.message).toContain(message);
});
