import type { Config } from '../../config.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { unknownColumn } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { ColumnSummary, TableInspection } from '../../protocol.ts';
import { count } from '../../words/count.ts';
import { type Completion, type ConfigProblem, completeSplit } from '../config/completion.ts';
import { findPair, holdsTexts } from './findPair.ts';
import { shapeOfSides } from './sideIds.ts';
import { surveySide } from './surveyPairs.ts';
import type { TranslationData } from './translationFields.ts';

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
  const { unit: wantedUnit, ...wanted } = (config.data ?? {}) as Partial<Omit<TranslationData, 'unit'>> & {
    readonly unit?: TranslationData['unit'] | 'bytePairs';
  };
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
  if (wantedUnit === 'bytePairs') {
    const message = 'translations are read by words or by characters, not by byte pairs; choose one of them';
    problems.push({ path: 'data.unit', message });
  }
  const unit = wantedUnit === 'bytePairs' ? undefined : wantedUnit;
  const isSound = problems.length === 0;
  const lowercase = wanted.lowercase ?? false;
  const from = surveySide(table, isSound ? source : undefined, {
    ...{ unit, maxLength: wanted.maxLength, lowercase },
  });
  const to = surveySide(table, isSound ? target : undefined, {
    ...{ unit: wanted.targetUnit, maxLength: wanted.maxTargetLength, lowercase },
  });
  const minCount = wanted.minCount ?? (from.unit === 'words' && to.unit === 'words' ? 2 : 1);
  if (wantedUnit === undefined || wanted.targetUnit === undefined) {
    choices.push(`Sources are read as ${from.unit}, targets are put together from ${to.unit}.`);
  }
  if (wanted.maxLength === undefined || wanted.maxTargetLength === undefined) {
    const length = count(from.maxLength, from.unit.slice(0, -1));
    const targetLength = count(to.maxLength, to.unit.slice(0, -1));
    choices.push(`Of a source the first ${length} are read, of a target the first ${targetLength}: all of most.`);
  }
  const { delimiter, header, comment, missingValues } = table.format;
  const known = table.rows - (columns.find(({ name }) => name === target)?.missing ?? 0);
  return {
    data: {
      file: inspection.file,
      ...{ delimiter, header, comment, missingValues },
      ...{ source: source ?? '', target: target ?? '', unit: from.unit, targetUnit: to.unit, lowercase, minCount },
      ...{ maxLength: from.maxLength, maxTargetLength: to.maxLength, split },
      ...{ beam: wanted.beam ?? defaultBeam, lengthPenalty: wanted.lengthPenalty ?? defaultLengthPenalty },
    },
    shape: shapeOfSides(from.tokens, to.tokens),
    isShapeEstimated: true,
    steps: Math.max(1, Math.ceil(from.meanLength + to.meanLength)),
    examples: Math.max(1, splitPoints(known, split).validStart),
    choices,
    problems,
  };
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
