import type { Config } from '../../../config.ts';
import { splitPoints } from '../../../encoding/splitPoints.ts';
import type { Table } from '../../../files/readTable.ts';
import type { TableInspection } from '../../../protocol.ts';
import { type Completion, type ConfigProblem, completeSplit } from '../../config/completion.ts';
import { siblingFiles } from '../../splits/siblingFiles.ts';
import { findText } from '../../texts/findText.ts';
import { checkTargets, countKnown, describeAllAlike } from './checkTargets.ts';
import { completeNumbers } from './completeNumbers.ts';
import { completeTexts } from './completeTexts.ts';
import { findGroupNumbers, findGroupTargets, findRowTargets, findTextTargets } from './findTargets.ts';
import { itemOf } from '../prepareRegression.ts';
import type { RegressionData } from '../regressionFields.ts';
import type { WantedData } from './askedInputs.ts';
import { findGroup } from '../../sequences/findGroup.ts';
import { formatFields } from '../../../files/tableFormat.ts';

const defaultSplit = { valid: 0.1, test: 0.2 };
/** Of a file whose test part is another file. */
const trainingFileSplit = { valid: 0.2, test: 0 };

/** The data part of a regression's config. */
export const completeRegression = (
  config: Config,
  inspection: TableInspection,
  table: Table,
): Completion<RegressionData> => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as WantedData;
  const { file, columns } = inspection;
  const choices: string[] = [];
  const problems: ConfigProblem[] = [];
  const testFile = siblingFiles(file).test;
  const split = completeSplit(wanted.split, testFile === undefined ? defaultSplit : trainingFileSplit, problems);
  if (testFile !== undefined && wanted.split?.test === undefined) {
    choices.push(`Nothing is held out for the test: ${testFile} beside it is there to evaluate the model on.`);
  }
  const { text, group } = chooseSequences(inspection, table, wanted);
  const groups = group === null ? undefined : findGroup(table, group, problems);
  const targets = wanted.targets ?? chooseTargets(inspection, table, text, groups);
  if (wanted.targets === undefined && targets.length > 0) {
    choices.push(`Predicted ${targets.length === 1 ? 'is' : 'are'} ${targets.map((name) => `'${name}'`).join(', ')}.`);
  }
  const item = itemOf({ text, group });
  const read = checkTargets(targets, { table, groups, item }, { text, sequence: group }, split, problems);
  choices.push(...describeAllAlike(read));
  const common = { file, ...formatFields(table.format), targets, split };
  const examples = Math.max(1, splitPoints(countKnown(read), split).validStart);
  const asked = { wanted, columns, table, targets, choices, problems };
  const { shape, ...part } =
    text === null ? completeNumbers(asked, group, groups, config.model?.inputSize) : completeTexts(asked, text);
  return {
    ...part,
    data: { ...common, ...part.data },
    shape: { input: shape, outputSize: Math.max(1, targets.length), everyStep: false },
    ...{ examples, choices, problems },
  };
};

/** Whether sequences are texts, groups of rows, or rows: what is asked for, else groups before texts before rows. */
const chooseSequences = (
  { columns }: TableInspection,
  table: Table,
  wanted: WantedData,
): { readonly text: string | null; readonly group: string | null } => {
  if (typeof wanted.text === 'string') return { text: wanted.text, group: null };
  if (wanted.group !== undefined && wanted.group !== null) return { text: null, group: wanted.group };
  const found = wanted.group === undefined ? findGroupNumbers(columns, table)?.groups.column.name : undefined;
  const declared = columns.find(({ role }) => role === 'sequence')?.name;
  const group = wanted.group === null ? null : (found ?? declared ?? null);
  if (group !== null || wanted.text === null || wanted.inputs !== undefined) return { text: null, group };
  return { text: findText(columns)?.name ?? null, group: null };
};

/** What seems to be predicted; where nothing does, the last column of numbers. */
const chooseTargets = (
  { columns, rows }: TableInspection,
  table: Table,
  text: string | null,
  groups: ReturnType<typeof findGroup>,
): readonly string[] => {
  if (groups) {
    const found = findGroupTargets(columns, table, groups);
    const declared = columns.filter(({ role, type }) => role === 'label' && type === 'number');
    return found.length > 0 ? found : declared.map(({ name }) => name);
  }
  const found = text === null ? findRowTargets(columns, rows) : findTextTargets(columns, text, rows).targets;
  const last = columns.findLast(({ type, name }) => type === 'number' && name !== text);
  return found.length > 0 || !last ? found : [last.name];
};
