import type { Config } from '../../config.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { unknownColumn } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { ColumnSummary, TableInspection } from '../../protocol.ts';
import { count } from '../../words/count.ts';
import { type Completion, type ConfigProblem, completeSplit } from '../config/completion.ts';
import { findPair, holdsTexts } from './findPair.ts';
import { countIds, shapeOfSides } from './sideIds.ts';
import { type SideSurvey, surveySide } from './surveyPairs.ts';
import { type TranslationData, unitNames } from './translationFields.ts';
import { formatFields } from '../../files/tableFormat.ts';

const defaultSplit = { valid: 0.1, test: 0.1 };
const defaultBeam = 5;
/** Wu et al. 2016 found values from 0.6 to 0.7 to be the best. */
const defaultLengthPenalty = 0.6;

/** The data part of a translation's config. */
export const completeTranslation = (
  config: Config,
  inspection: TableInspection,
  table: Table,
): Completion<TranslationData> => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as Partial<TranslationData>;
  const choices: string[] = [];
  const problems: ConfigProblem[] = [];
  const { columns } = inspection;
  const split = completeSplit(wanted.split, defaultSplit, problems);
  const { source, target } = chooseColumns(wanted, columns);
  checkColumn('source', source, columns, problems);
  checkColumn('target', target, columns, problems);
  if (source !== undefined && source === target) {
    problems.push({ path: 'data.target', message: `'${target}' is the source; it cannot be its translation too` });
  }
  if ((wanted.source === undefined || wanted.target === undefined) && problems.length === 0) {
    choices.push(`The source is '${source}', the target '${target}'.`);
  }
  const isSound = problems.length === 0;
  const lowercase = wanted.lowercase ?? false;
  const sharedVocabulary = wanted.sharedVocabulary ?? false;
  const usual = [wanted.unit, wanted.targetUnit].includes('bytePairs') ? 'bytePairs' : 'words';
  const survey = (column: string | undefined, unit: Unit | undefined, maxLength: number | undefined): SideSurvey =>
    surveySide(table, isSound ? column : undefined, {
      ...{ unit, usual, maxLength, lowercase, pieces: wanted.pieces },
    });
  const like = (other: Unit | undefined): Unit | undefined => (sharedVocabulary ? other : undefined);
  const from = survey(source, wanted.unit ?? like(wanted.targetUnit), wanted.maxLength);
  const to = survey(target, wanted.targetUnit ?? like(from.unit), wanted.maxTargetLength);
  const sides = [from, to];
  const minCount = wanted.minCount ?? (sides.every(({ unit }) => unit === 'words') ? 2 : 1);
  const cut = sides.filter(({ unit }) => unit === 'bytePairs');
  const pieces = cut.length > 0 ? Math.max(...cut.map((side) => side.pieces)) : (wanted.pieces ?? 0);
  problems.push(...findUnitProblems(sides, { minCount, pieces, sharedVocabulary }));
  choices.push(...describeUnits(wanted, from, to, pieces));
  const vocabularyOf = ({ unit, tokens }: SideSurvey): number => (unit === 'bytePairs' ? pieces + 1 : countIds(tokens));
  const vocabularies = sides.map(vocabularyOf);
  const [ofSources = 0, ofTargets = 0] = sharedVocabulary
    ? vocabularies.map(() => Math.max(...vocabularies))
    : vocabularies;
  if (wanted.maxLength === undefined || wanted.maxTargetLength === undefined) {
    const length = count(from.maxLength, unitNames[from.unit].slice(0, -1));
    const targetLength = count(to.maxLength, unitNames[to.unit].slice(0, -1));
    choices.push(`Of a source the first ${length} are read, of a target the first ${targetLength}: all of most.`);
  }
  const known = table.rows - (columns.find(({ name }) => name === target)?.missing ?? 0);
  return {
    data: {
      file: inspection.file,
      ...formatFields(table.format),
      ...{
        source: source ?? '',
        target: target ?? '',
        unit: from.unit,
        targetUnit: to.unit,
        lowercase,
        minCount,
        pieces,
      },
      sharedVocabulary,
      ...{ maxLength: from.maxLength, maxTargetLength: to.maxLength, split },
      ...{ beam: wanted.beam ?? defaultBeam, lengthPenalty: wanted.lengthPenalty ?? defaultLengthPenalty },
    },
    shape: shapeOfSides(ofSources, ofTargets),
    isShapeEstimated: true,
    steps: Math.max(1, Math.ceil(from.meanLength + to.meanLength)),
    examples: Math.max(1, splitPoints(known, split).validStart),
    choices,
    problems,
  };
};

type Unit = TranslationData['unit'];

const findUnitProblems = (
  sides: readonly SideSurvey[],
  { minCount, pieces, sharedVocabulary }: Pick<TranslationData, 'minCount' | 'pieces' | 'sharedVocabulary'>,
): ConfigProblem[] => {
  const problems: ConfigProblem[] = [];
  const cut = sides.filter(({ unit }) => unit === 'bytePairs');
  const letters = Math.max(...cut.map((side) => side.letters));
  if (cut.length === sides.length && minCount > 1) {
    const message = `minCount ${minCount} is for words and characters: by byte pairs everything is known; leave it out`;
    problems.push({ path: 'data.minCount', message });
  }
  if (cut.length === 0 && pieces > 0) {
    const message = `pieces ${pieces} are for data.unit or data.targetUnit bytePairs; leave them out`;
    problems.push({ path: 'data.pieces', message });
  }
  if (cut.length > 0 && pieces <= letters) {
    const message = `pieces ${pieces} are not more than the ${letters} letters of the texts; ask for more, or read them by characters`;
    problems.push({ path: 'data.pieces', message });
  }
  const [from, to] = sides;
  if (sharedVocabulary && from && to && from.unit !== to.unit) {
    const message = `sources are read as ${unitNames[from.unit]} and targets put together from ${unitNames[to.unit]}: they share no vocabulary; make data.unit and data.targetUnit alike, or leave it out`;
    problems.push({ path: 'data.sharedVocabulary', message });
  }
  return problems;
};

/** What was chosen of how texts are cut, and why. */
const describeUnits = (
  wanted: Partial<TranslationData>,
  from: SideSurvey,
  to: SideSurvey,
  pieces: number,
): string[] => {
  const sentences: string[] = [];
  if (wanted.unit === undefined || wanted.targetUnit === undefined) {
    const units = `Sources are read as ${unitNames[from.unit]}, targets are put together from ${unitNames[to.unit]}`;
    const isShort = from.unit === 'characters' || to.unit === 'characters';
    const why = isShort ? 'texts of less than three words are known by their characters' : 'the texts have sentences';
    sentences.push(`${units}: ${why}.`);
  }
  if (pieces > 0 && wanted.pieces === undefined) {
    sentences.push(`Words are cut into ${pieces} different byte pairs, as suits that much text.`);
  }
  if (pieces > 0 && wanted.sharedVocabulary === undefined && from.unit === to.unit) {
    sentences.push('Either side has byte pairs of its own; with data.sharedVocabulary both have the same.');
  }
  return sentences;
};

/** What is named stays; the other one is that of the pair, or beside it. */
const chooseColumns = (
  { source, target }: Partial<Pick<TranslationData, 'source' | 'target'>>,
  columns: readonly ColumnSummary[],
): { readonly source: string | undefined; readonly target: string | undefined } => {
  if (source !== undefined && target !== undefined) return { source, target };
  const pair = findPair(columns);
  const other = (name: string): string | undefined => {
    const found = [pair?.target, pair?.source].find((column) => column && column.name !== name);
    return found?.name ?? columns.find((column) => column.name !== name && holdsTexts(column))?.name;
  };
  if (source !== undefined) return { source, target: other(source) };
  if (target !== undefined) return { source: other(target), target };
  return { source: pair?.source.name, target: pair?.target.name };
};

const what = { source: 'what is to be translated', target: 'what it becomes' } as const;

const checkColumn = (
  field: 'source' | 'target',
  name: string | undefined,
  columns: readonly ColumnSummary[],
  problems: ConfigProblem[],
): void => {
  const path = `data.${field}`;
  if (name === undefined) {
    problems.push({ path, message: `there are no two columns of texts; name the one that holds ${what[field]}` });
  } else if (columns.every((column) => column.name !== name)) {
    const names = columns.map((each) => each.name);
    problems.push({ path, message: unknownColumn(name, names) });
  }
};
