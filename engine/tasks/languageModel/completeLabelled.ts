import type { Config, Split } from '../../config.ts';
import { unknownColumn } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { ColumnSummary, TableInspection, TextInspection } from '../../protocol.ts';
import type { Completion, ConfigProblem } from '../config/completion.ts';
import { listLabels, readLabels } from '../labels/rowLabels.ts';
import { completeText, percent } from './completeText.ts';
import type { TextData } from './textFields.ts';

/** Rows that tell about how many symbols there are. */
const mostLookedAt = 2000;
/** Characters of a text, where there is no such column. */
const usualLength = 64;
/** Labels to train with are those of texts; more are a mistake. */
const mostLabels = 1000;

/** Whether a config asks for the texts of a table. */
export const asksForTable = ({ data }: Config): boolean =>
  typeof data?.['text'] === 'string' || data?.['label'] !== undefined;

/** The data part of a language model of the texts of a column, each with its label where a column has those. */
export const completeLabelled = (config: Config, inspection: TableInspection, table: Table): Completion<TextData> => {
  const wanted = (config.data ?? {}) as Partial<TextData>;
  const { columns, file, bytes, rows } = inspection;
  const problems: ConfigProblem[] = [];
  const { label } = wanted;
  const isText = ({ name, type }: ColumnSummary): boolean => type === 'text' && name !== label;
  const text = wanted.text ?? columns.find(isText)?.name;
  const column = columns.find(({ name }) => name === text);
  const names = columns.map(({ name }) => name);
  if (text === undefined)
    problems.push({ path: 'data.text', message: 'there is no column of texts; name the one to learn' });
  else if (!column) problems.push({ path: 'data.text', message: unknownColumn(text, names) });
  else if (text === label)
    problems.push({ path: 'data.label', message: `'${label}' is the text; it cannot be the label too` });
  const labels = label === undefined ? undefined : countLabels(label, columns, table, problems);
  if (wanted.unit !== undefined && wanted.unit !== 'characters') {
    const message = `unit ${wanted.unit} is for files that are a text; the texts of a table are read by characters, leave it out`;
    problems.push({ path: 'data.unit', message });
  }
  if (wanted.moreFiles) {
    const message = 'other files are read after a text, not after the texts of a table; leave them out';
    problems.push({ path: 'data.moreFiles', message });
  }
  const texts = table.columns.find(({ name }) => name === text)?.texts;
  const seen = new Set(texts?.read(0, Math.min(rows, mostLookedAt)).join('\n'));
  const about: TextInspection = {
    kind: 'text',
    ...{ file, bytes, proposedTask: inspection.proposedTask, why: inspection.why, lines: rows },
    symbols: Math.max(1, Math.round(rows * ((column?.meanCharacters ?? usualLength) + 1))),
    distinct: Math.max(2, seen.size),
  };
  const part = completeText({ ...config, data: { ...config.data, unit: 'characters' } }, about, undefined, tellMixed);
  const { input } = part.shape;
  return {
    ...part,
    data: { ...part.data, ...(text !== undefined && { text }), ...(label !== undefined && { label }) },
    shape: { ...part.shape, input: { ...input, ...(labels !== undefined && { labels }) } },
    isShapeEstimated: true,
    choices: [
      `It learns the texts of '${text ?? ''}'${label === undefined ? '' : `, and is told the '${label}' of each`}.`,
      ...part.choices,
    ],
    problems: [...problems, ...part.problems],
  };
};

const tellMixed = ({ valid, test }: Split): string =>
  `The texts are mixed by the seed: ${percent(test)} of them are the test, ${percent(valid)} the validation.`;

const countLabels = (
  label: string,
  columns: readonly ColumnSummary[],
  table: Table,
  problems: ConfigProblem[],
): number => {
  const path = 'data.label';
  const column = columns.find(({ name }) => name === label);
  if (!column) {
    const message = unknownColumn(
      label,
      columns.map(({ name }) => name),
    );
    problems.push({ path, message });
    return 2;
  }
  const found =
    column.type === 'text' || column.type === 'timestamp' ? [] : listLabels(table, readLabels(table, label));
  if (found.length >= 2 && found.length <= mostLabels) return found.length;
  const what =
    found.length === 1 ? `one label only, '${found[0] ?? ''}'` : `no labels, or more than ${mostLabels} different ones`;
  problems.push({ path, message: `'${label}' has ${what}; choose a column with a few values, or leave it out` });
  return 2;
};
