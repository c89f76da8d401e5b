import type { CategoryColumn } from '../../../files/columns/column.ts';
import { count } from '../../../words/count.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import type { ForecastData } from '../forecastFields.ts';
import type { TrainingPart } from '../transform/tellTargets.ts';

/** Fewer series of a kind, on the average, and a vector of the kind would learn each series by heart. */
const fewestOfAKind = 2;

/** Of a column that says the same in all training rows of each series, how many kinds of series it tells. */
interface StaticColumn {
  readonly column: string;
  readonly kinds: number;
}

/** Columns of categories among some that say what kind of series each of several is, by the training rows alone. */
export const findStatic = (parts: readonly TrainingPart[], names: readonly string[]): readonly StaticColumn[] =>
  names.flatMap((name) => {
    const kinds = kindsOf(parts, name);
    return kinds && kinds.size > 1 ? [{ column: name, kinds: kinds.size }] : [];
  });

/** Whether a kind has several series. */
export const areShared = ({ kinds }: StaticColumn, series: number): boolean => kinds * fewestOfAKind <= series;

/**
 * The inputs of which a vector is learned for each kind of series: those that a config names, else all of categories that
 * are the same throughout a series, and that several series have in common. What is wrong or to be told goes to the lists.
 * @param parts each of several series
 */
export const completeStatic = (
  parts: readonly TrainingPart[] | undefined,
  { static: wanted, inputs: asked }: Pick<Partial<ForecastData>, 'static' | 'inputs'>,
  { inputs, series }: { readonly inputs: readonly string[]; readonly series: readonly string[] },
  { problems, choices }: { readonly problems: ConfigProblem[]; readonly choices: string[] },
): Pick<ForecastData, 'static'> => {
  const path = 'data.static';
  if (!parts) {
    const message = 'there is one series, and so one kind; leave it out, or name a column in data.series';
    if (wanted && wanted.length > 0) problems.push({ path, message });
    return wanted?.length === 0 ? { static: wanted } : {};
  }
  if (wanted) {
    for (const name of wanted) {
      const message = inputs.includes(name) ? whyNotStatic(parts, name) : 'is none of the inputs; name it there too';
      if (message !== undefined) problems.push({ path, message: `'${name}' ${message}, or leave it out` });
    }
    if (wanted.length > 0) choices.push(sayStatic(wanted.map((column) => `'${column}'`)));
    return { static: wanted };
  }
  const found = findStatic(parts, inputs);
  const shared = found.filter((column) => areShared(column, parts.length));
  const unique = found.filter((column) => !shared.includes(column) && !series.includes(column.column));
  for (const { column, kinds } of unique) {
    if (asked) continue;
    choices.push(
      `'${column}' is the same in all rows of a series, and ${count(kinds, 'kind')} of ${parts.length} series are nearly one for each: no vectors are learned of them.`,
    );
  }
  if (shared.length === 0) return {};
  choices.push(sayStatic(shared.map(nameStatic)));
  return { static: shared.map(({ column }) => column) };
};

/** With how many kinds it tells. */
export const nameStatic = ({ column, kinds }: StaticColumn): string => `'${column}' (${count(kinds, 'kind')})`;

const sayStatic = (names: readonly string[]): string =>
  `${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} the same in all rows of a series: a vector is learned of each kind (data.static).`;

/** Undefined where a series is of two kinds, or a column is none of categories. */
const kindsOf = (parts: readonly TrainingPart[], name: string): ReadonlySet<string> | undefined => {
  const kinds = new Set<string>();
  for (const part of parts) {
    const column = columnOf(part, name);
    if (!column || changeOf(part, column)) return undefined;
    const row = firstFilled(part, column);
    if (row !== undefined) kinds.add(column.categories[column.ids.at(row) - 1] ?? '');
  }
  return kinds;
};

const columnOf = ({ table }: TrainingPart, name: string): CategoryColumn | undefined =>
  table.columns.find((column): column is CategoryColumn => column.name === name && column.type === 'category');

const firstFilled = ({ trainRows }: TrainingPart, { ids }: CategoryColumn): number | undefined => {
  for (let row = 0; row < trainRows; row++) if (ids.at(row) > 0) return row;
  return undefined;
};

/** The first training row that says another kind than those above. */
const changeOf = (
  part: TrainingPart,
  column: CategoryColumn,
): { readonly from: number; readonly row: number } | undefined => {
  const from = firstFilled(part, column);
  if (from === undefined) return undefined;
  const { ids } = column;
  for (let row = from + 1; row < part.trainRows; row++) {
    if (ids.at(row) > 0 && ids.at(row) !== ids.at(from)) return { from, row };
  }
  return undefined;
};

const whyNotStatic = (parts: readonly TrainingPart[], name: string): string | undefined => {
  for (const part of parts) {
    const column = columnOf(part, name);
    if (!column) return 'holds no categories, of which alone there are kinds; let it be an input as others';
    const change = changeOf(part, column);
    if (!change) continue;
    const [before, after] = [change.from, change.row].map((row) => column.categories[column.ids.at(row) - 1] ?? '');
    return `changes within ${part.name ?? 'a series'}, from '${before}' to '${after}' in line ${part.table.lineOf(change.row)}; let it be an input as others`;
  }
  return undefined;
};
