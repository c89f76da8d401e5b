import type { Config } from '../../config.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { countIds, nothingId } from '../../encoding/tokenIds.ts';
import type { Table } from '../../files/readTable.ts';
import type { ColumnSummary, TableInspection } from '../../protocol.ts';
import { count } from '../../words/count.ts';
import { type Completion, type ConfigProblem, completeSplit } from '../config/completion.ts';
import { checkLabel } from '../labels/checkLabel.ts';
import { checkColumns } from './checkColumns.ts';
import { findGroup, findLog, findTag, findTime, findTokens } from './findSteps.ts';
import type { LabelingData } from './labelingFields.ts';
import { lettersShape } from './spellWords.ts';
import { stepSequences } from './stepSequences.ts';
import { surveySteps } from './surveySteps.ts';
import { askedTimes, formatFields } from '../../files/tableFormat.ts';

/** About as many as a language written in letters has, before they are counted. */
const usualCharacters = Array.from({ length: 80 }, (_, place) => String(place));
const defaultSplit = { valid: 0.1, test: 0.2 };

/** The data part of a labeling's config. */
export const completeLabeling = (
  config: Config,
  { file, columns }: TableInspection,
  table: Table,
): Completion<LabelingData> => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as Partial<LabelingData>;
  const choices: string[] = [];
  const problems: ConfigProblem[] = [];
  const split = completeSplit(wanted.split, defaultSplit, problems);
  const found = guessColumns(columns, wanted);
  const { label, token, group, time, inputs } = found;
  if (label === undefined) {
    problems.push({ path: 'data.label', message: 'no column looks like a label; name the one that holds the classes' });
  }
  const classes = label === undefined ? 2 : checkLabel(label, columns, table, split, config.training, problems);
  checkColumns(found, columns, table, problems);
  const isSound = problems.length === 0;
  const survey = surveySteps(table, isSound ? found : undefined, wanted);
  const { stretch, lowercase, digits, minCount } = survey;
  const sequences = isSound ? stepSequences(table, group, stretch) : undefined;
  if (sequences) {
    const isOfFiles = sequences.count === (group === null ? (table.parts?.length ?? 1) : 1);
    const units = isOfFiles ? sequences.sequenceOf.length : sequences.count;
    checkSplit(units, isOfFiles ? 1 : sequences.count, split, problems);
  }

  if (wanted.label === undefined && label !== undefined) choices.push(`The label of a step is '${label}'.`);
  if (token !== null && wanted.token === undefined) choices.push(`A step is a word of '${token}'.`);
  if (token !== null && config.model?.characterSize === undefined) {
    choices.push('Words are read by their characters too, so that unknown ones say something.');
  }
  if (token === null && wanted.inputs === undefined) {
    choices.push(`A step is ${count(inputs.length, 'number')}: ${inputs.join(', ')}.`);
  }
  if (sequences && wanted.group === undefined) {
    choices.push(
      group === null
        ? `All rows are one sequence, read in ${count(sequences.sequenceOf.length, 'stretch', 'stretches')} of up to ${stretch} steps.`
        : `The rows with the same '${group}' are a sequence: ${count(sequences.count, 'sequence')}.`,
    );
  }
  return {
    data: {
      ...formatFields(table.format),
      ...askedTimes(table.format),
      ...{ file, label: label ?? '', group, time, token },
      ...{
        lowercase,
        digits,
        minCount,
        stretch,
        scaling: wanted.scaling ?? (token === null ? 'standard' : 'none'),
        split,
      },
      ...(token === null && { inputs }),
    },
    shape: {
      input:
        token === null
          ? { kind: 'numbers', size: Math.max(1, inputs.length) }
          : {
              ...{ kind: 'symbols' as const, vocabulary: countIds(survey.known), padding: nothingId },
              ...(config.model?.characterSize !== 0 && { letters: lettersShape(usualCharacters) }),
            },
      outputSize: classes,
      everyStep: true,
    },
    ...(token !== null && { isShapeEstimated: true }),
    steps: Math.max(1, Math.round(table.rows / Math.max(1, sequences?.sequenceOf.length ?? 1))),
    examples: Math.max(1, splitPoints(sequences?.sequenceOf.length ?? 1, split).validStart),
    choices,
    problems,
  };
};

/** What the columns of a table are for. */
export interface StepColumns {
  readonly label: string | undefined;
  /** Null where steps are numbers. */
  readonly token: string | null;
  readonly inputs: readonly string[];
  readonly group: string | null;
  readonly time: string | null;
}

const guessColumns = (columns: readonly ColumnSummary[], wanted: Partial<LabelingData>): StepColumns => {
  const tokens = wanted.inputs === undefined ? findTokens(columns) : undefined;
  const token = wanted.token === undefined ? (tokens?.token.name ?? null) : wanted.token;
  const log = token === null ? findLog(columns) : undefined;
  const label =
    wanted.label ??
    (token === null
      ? (log?.label.name ??
        columns.findLast(({ type, distinct }) => type === 'category' && distinct !== undefined)?.name)
      : findTag(columns, token)?.name);
  const free = columns.filter(({ name }) => name !== label && name !== token);
  const group = wanted.group === undefined ? (findGroup(free)?.name ?? null) : wanted.group;
  const ungrouped = free.filter(({ name }) => name !== group);
  const time = wanted.time === undefined ? (token === null ? (findTime(ungrouped)?.name ?? null) : null) : wanted.time;
  const numbers = ungrouped.filter(({ name, type }) => type === 'number' && name !== time);
  return { label, token, group, time, inputs: wanted.inputs ?? numbers.map(({ name }) => name) };
};

const checkSplit = (
  units: number,
  sequences: number,
  split: { readonly valid: number; readonly test: number },
  problems: ConfigProblem[],
): void => {
  const { validStart, testStart } = splitPoints(units, split);
  const isShort =
    validStart < 1 || (split.valid > 0 && testStart === validStart) || (split.test > 0 && testStart === units);
  if (!isShort) return;
  const what = sequences > 1 ? count(units, 'sequence') : `1 sequence of ${count(units, 'stretch', 'stretches')}`;
  const way = sequences > 1 ? 'add sequences, or change the shares' : 'add rows, or make data.stretch shorter';
  problems.push({ path: 'data.split', message: `${what} cannot be shared out to three splits; ${way}` });
};
