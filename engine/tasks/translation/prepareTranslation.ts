import type { RunConfig } from '../../config.ts';
import { InputError } from '../../errors.ts';
import { stretches } from '../../errands/stretches.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import { formatFor } from '../../files/formatFor.ts';
import { partFilesOf } from '../../files/parts/tableParts.ts';
import type { Table } from '../../files/readTable.ts';
import type { Baselines } from '../../protocol.ts';
import { count } from '../../words/count.ts';
import { rowAsExample } from '../splits/examplesOf.ts';
import { hasGivenParts } from '../splits/givenParts.ts';
import { splitExamples } from '../splits/splitExamples.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { EncodedFile, PreparedData } from '../preparedData.ts';
import { type EncodedPairs, encodePairs } from './encodePairs.ts';
import { fitPairs } from './fitPairs.ts';
import { NearestPair } from './nearestPair.ts';
import { pairRows } from './pairRows.ts';
import { PairScorer, type ScoredSources } from './scorePairs.ts';
import { describeShortTargets } from './describeShortTargets.ts';
import { shapeOf } from './sideCoder.ts';
import { groupSources, rowsByGroup } from './sourceGroups.ts';
import type { TranslationCodec } from './translationCodec.ts';
import type { TranslationData } from './translationFields.ts';

/** Rows of the validation split that are translated after each epoch, and that baselines are held against. */
const mostWatched = 4000;
const rowsAtOnce = 4096;
/** Shorter targets are either right or wrong. */
const shortTarget = 12;

/** Pairs as sequences, and which of them train. */
export const prepareTranslation = async (
  { data, training }: RunConfig<TranslationData>,
  file: OpenedFile,
): Promise<PreparedData<TranslationCodec>> => {
  const table = await file.readTable(data, partFilesOf(file.path, data.split));
  const groups = await groupSources(table, data.source, data.lowercase);
  const usable = await pairedRows(table, data);
  const { splits: split, notes } = await splitExamples(
    {
      ...{ table, item: 'row', usable, rowsOf: rowAsExample, alikeBy: [data.source, data.target], way: 'random' },
      // What is known of a source never lies in two parts.
      unitOf: (row) => groups[row] ?? row,
    },
    data.split,
    training.seed,
  );
  if (split.train.length === 0) {
    const message = `has not enough rows with both a text in ${data.source} and one in ${data.target}; nothing can be learned`;
    throw new InputError(message, { file: table.file });
  }
  const codec = await fitPairs(table, data, split.train);
  const encoded = await encodePairs(table, data, codec, file.limits.encoded);
  const { source, dropped } = encoded;
  const lengths = Int32Array.from({ length: table.rows }, (_, row) => lengthOf(encoded, row));
  // Alike long pairs go through the network together, and take no more steps than they have.
  const byLength = (a: number, b: number): number => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b;
  const valid = split.valid.sort(byLength);
  const test = split.test.sort(byLength);
  const watched = evenly(valid, groups);
  const scorer = scorerOf(table, data, codec, encoded, groups);
  const nearest = new NearestPair(codec.source, codec.lowercase, split.train, (row) => scorer.sourceAt(row));
  const targets = findTexts(table, data.target);
  const baselinesOf = async (rows: Int32Array): Promise<Baselines> =>
    rows.length === 0
      ? {}
      : {
          copy: await scorer.score(scorer.sourcesOf(rows), (row) => scorer.sourceAt(row)),
          nearest: await scorer.score(scorer.sourcesOf(rows), (row) => {
            const found = nearest.find(scorer.sourceAt(row));
            return found === undefined ? '' : targets.at(found);
          }),
        };
  return {
    shape: shapeOf(codec),
    steps: source.source.steps,
    targetSteps: source.target.steps,
    source,
    lengths,
    codec,
    splits: { train: split.train, valid, test },
    baselines: { valid: await baselinesOf(watched), test: await baselinesOf(test) },
    headline: { metric: isShort(encoded, split.train, codec) ? 'exactMatch' : 'bleu', lowerIsBetter: false },
    dropped: [
      ...dropped,
      ...notes,
      ...describeDuplicates(usable, groups, hasGivenParts(table, data.split)),
      ...describeWatched(watched, valid),
      ...describeScores(codec, scorer.sourcesOf(test.length > 0 ? test : valid)),
      ...describeShortTargets(targets, test.length > 0 ? test : valid),
    ],
    rows: pairRows(table, data, encoded),
    // While it trains the likeliest symbols will do: they show how it gets on, at a small part of the time.
    scoreDecoded: (session, examples, breathe) =>
      examples === valid
        ? scorer.scoreDecoded(session, watched, { ...data, beam: 1 }, breathe)
        : scorer.scoreDecoded(session, examples, data, breathe),
  };
};

/** The pairs of a file, with what training fitted. */
export const encodePairsOfFile = async (
  { data }: RunConfig<TranslationData>,
  codec: TranslationCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const table = await file.readTable(await formatFor(data, file.path));
  const encoded = await encodePairs(table, data, codec, file.limits.encoded);
  const { source, dropped, hasSource, hasTarget, hasTargets } = encoded;
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  const examples = rows.filter((row) => hasSource(row) && hasTarget(row));
  const groups = await groupSources(table, data.source, codec.lowercase);
  const scorer = scorerOf(table, data, codec, encoded, groups);
  return {
    source,
    examples,
    dropped: [...dropped, ...(hasTargets ? describeShortTargets(findTexts(table, data.target), examples) : [])],
    rows: pairRows(table, data, encoded),
    scoreDecoded: (session, some, breathe) => scorer.scoreDecoded(session, some, data, breathe),
    baselines:
      examples.length > 0
        ? { copy: await scorer.score(scorer.sourcesOf(examples), (row) => scorer.sourceAt(row)) }
        : {},
  };
};

const scorerOf = (
  table: Table,
  data: TranslationData,
  codec: TranslationCodec,
  { hasTargets }: EncodedPairs,
  groups: Int32Array,
): PairScorer => {
  const targets = hasTargets ? findTexts(table, data.target) : undefined;
  return new PairScorer(codec, findTexts(table, data.source), targets, groups);
};

/** The rows where both sides hold something besides spaces. */
const pairedRows = async (table: Table, { source, target }: TranslationData): Promise<Int32Array> => {
  const sides = [findTexts(table, source), findTexts(table, target)] as const;
  const found = new Int32Array(table.rows);
  let length = 0;
  for await (const [from, to] of stretches(table.rows, rowsAtOnce, 'looking for texts')) {
    const [sources = [], targets = []] = sides.map((texts) => texts.read(from, to));
    for (const [index, text] of sources.entries()) {
      if (text.trim() !== '' && (targets[index] ?? '').trim() !== '') found[length++] = from + index;
    }
  }
  return found.slice(0, length);
};

/** Steps of a pair: of its source and of its target. */
const lengthOf = ({ source: { source, target } }: EncodedPairs, row: number): number => {
  const symbols = ({ starts }: { readonly starts: Float64Array }): number =>
    (starts[row + 1] ?? 0) - (starts[row] ?? 0);
  return Math.max(1, symbols(source) + symbols(target));
};

const isShort = (
  { source: { target } }: EncodedPairs,
  train: Int32Array,
  { target: { unit } }: TranslationCodec,
): boolean => {
  const symbols = train.reduce((sum, row) => sum + (target.starts[row + 1] ?? 0) - (target.starts[row] ?? 0) - 2, 0);
  return unit === 'characters' || symbols / train.length < shortTarget;
};

/** Of many sources some, each with all that it becomes. */
const evenly = (rows: Int32Array, groups: Int32Array): Int32Array => {
  const every = Math.ceil(rows.length / mostWatched);
  if (every <= 1) return rows;
  const sources = [...rowsByGroup(rows, groups).values()];
  return Int32Array.from(sources.filter((_, index) => index % every === 0).flat());
};

/** Of parts that are given a source may stand in two. */
const describeDuplicates = (rows: Int32Array, groups: Int32Array, areGiven: boolean): string[] => {
  const different = new Set(Array.from(rows, (row) => groups[row])).size;
  const repeated = rows.length - different;
  if (repeated === 0) return [];
  const what = count(repeated, 'row has the source of another row', 'rows have the source of another row');
  return [`${what}: ${areGiven ? '' : 'they lie in the same split, and '}any target of a source counts as right.`];
};

const describeWatched = (watched: Int32Array, valid: Int32Array): string[] =>
  watched.length === valid.length
    ? []
    : [`After an epoch ${count(watched.length, 'row')} of the ${valid.length} of the validation split are translated.`];

/** The signatures by which sacreBLEU makes scores comparable. */
const describeScores = ({ lowercase }: TranslationCodec, { rows, referencesOf }: ScoredSources): string[] => {
  const counts = new Set(Array.from(rows, (_, index) => referencesOf(index).length));
  const common = `nrefs:${counts.size > 1 ? 'var' : ([...counts][0] ?? 1)}|case:${lowercase ? 'lc' : 'mixed'}`;
  return [`BLEU is ${common}|eff:no|tok:13a|smooth:exp, chrF ${common}|eff:yes|nc:6|nw:0|space:no.`];
};
