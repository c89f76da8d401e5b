import type { Config } from '../../config.ts';
import { count } from '../../words/count.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import type { Table } from '../../files/readTable.ts';
import type { TableInspection } from '../../protocol.ts';
import { type Completion, type ConfigProblem, completeSplit } from '../config/completion.ts';
import { checkLabel } from '../labels/checkLabel.ts';
import { checkText } from '../texts/checkText.ts';
import { findText } from '../texts/findText.ts';
import { findLabelBeside } from './findTextAndLabel.ts';
import { surveyTexts } from '../texts/surveyTexts.ts';
import type { TextClassData } from './textClassFields.ts';
import { nothingId } from '../../encoding/tokenIds.ts';
import { formatFields } from '../../files/tableFormat.ts';

const defaultSplit = { valid: 0.1, test: 0.2 };

/** The data part of a text classification's config. */
export const completeTextClasses = (
  config: Config,
  inspection: TableInspection,
  table: Table,
): Completion<TextClassData> => {
  // The schema of configs has checked it.
  const { unit: wantedUnit, ...wanted } = (config.data ?? {}) as Partial<Omit<TextClassData, 'unit'>> & {
    readonly unit?: TextClassData['unit'] | 'bytePairs';
  };
  const choices: string[] = [];
  const problems: ConfigProblem[] = [];
  const { columns } = inspection;
  const split = completeSplit(wanted.split, defaultSplit, problems);

  const text = wanted.text ?? findText(columns)?.name;
  const textColumn = columns.find(({ name }) => name === text);
  checkText(text, textColumn, columns, problems);
  const label = wanted.label ?? (textColumn && findLabelBeside(columns, textColumn, table.rows)?.name);
  if (label === undefined) {
    problems.push({ path: 'data.label', message: 'no column looks like a label; name the one that holds the classes' });
  } else if (label === text) {
    problems.push({ path: 'data.label', message: `'${label}' is the text; it cannot be the label too` });
  }
  if (wanted.text === undefined && text !== undefined && label !== undefined) {
    choices.push(`The text is '${text}', its label '${label}'.`);
  }
  const classes = label === undefined ? 2 : checkLabel(label, columns, table, split, config.training, problems);

  if (wantedUnit === 'bytePairs') {
    const message = 'texts are told apart by words or by characters, not by byte pairs; choose one of them';
    problems.push({ path: 'data.unit', message });
  }
  const given = wantedUnit === undefined || wantedUnit === 'bytePairs' ? wanted : { ...wanted, unit: wantedUnit };
  const survey = surveyTexts(table, problems.length === 0 ? text : undefined, given);
  const { unit, lowercase, minCount, maxLength } = survey;
  if (wantedUnit === undefined) choices.push(`Texts are read as ${unit}${lowercase ? ' in lower case' : ''}.`);
  if (wanted.maxLength === undefined) {
    choices.push(`Of each text the first ${count(maxLength, unit.slice(0, -1))} are read, which is all of most.`);
  }
  const labelled = table.rows - (columns.find(({ name }) => name === label)?.missing ?? 0);
  return {
    data: {
      file: inspection.file,
      ...formatFields(table.format),
      ...{ text: text ?? '', label: label ?? '', unit, lowercase, minCount, maxLength, split },
    },
    shape: {
      input: { kind: 'symbols', vocabulary: survey.vocabulary, padding: nothingId },
      outputSize: classes,
      everyStep: false,
    },
    isShapeEstimated: true,
    steps: Math.max(1, Math.min(maxLength, Math.ceil(survey.meanLength))),
    examples: Math.max(1, splitPoints(labelled, split).validStart),
    choices,
    problems,
  };
};
