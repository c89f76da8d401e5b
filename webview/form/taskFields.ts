import type {
  ColumnSummary,
  ColumnType,
  FieldDescription,
  Inspection,
  TaskDescription,
} from '../../engine/protocol.ts';
import { t } from '../strings.ts';
import type { Choice } from '../toolkit.tsx';
import { type FieldSpec, choice, flag, real, whole } from './fieldSpecs.ts';

/** A column to choose, or several to tick. */
export interface ColumnSpec {
  readonly path: string;
  readonly label: string;
  readonly isMany: boolean;
  readonly types: readonly ColumnType[];
  /** What it means that there is none, where there need not be one. */
  readonly none?: string;
  /** Whether the field is left out then, instead of null. */
  readonly isLeftOut?: boolean;
  /** Path of the column that it says something of. */
  readonly needs?: string;
  /** Paths of columns that many are some of, and none of. */
  readonly among?: string;
  readonly notAmong?: string;
  /** Whether it may be one of many as well. */
  readonly mayBeInput?: boolean;
}

/** The task of a name of now or of an earlier version. */
export const findTask = (tasks: readonly TaskDescription[], name: unknown): TaskDescription | undefined =>
  tasks.find((task) => task.name === name || (task.formerName !== undefined && task.formerName === name));

/** Of a table, and of a text that may be read as one; a text has none otherwise. */
export const columnsOf = (inspection: Inspection): readonly ColumnSummary[] => inspection.columns ?? [];

/** Tasks for a file by name. A text has no columns; a table can also be read as text. */
export const taskChoices = (tasks: readonly TaskDescription[], inspection: Inspection): readonly Choice[] =>
  tasks
    .filter(({ reads }) => reads === inspection.kind || columnsOf(inspection).length > 0)
    .map(({ name, title }) => ({ value: name, label: t(title) }));

/** Columns of the table that the task learns from. */
export const columnFields = ({ fields }: TaskDescription): readonly ColumnSpec[] =>
  fields.flatMap(({ path, label, kind, columnTypes = [], none, isLeftOut, needs, among, notAmong, mayBeInput }) =>
    kind === 'columns' || kind === 'column'
      ? [
          {
            ...{ path, label: t(label), isMany: kind === 'columns', types: columnTypes },
            ...(none && { none: t(none) }),
            ...(isLeftOut && { isLeftOut }),
            ...(needs && { needs }),
            ...(among !== undefined && { among }),
            ...(notAmong !== undefined && { notAmong }),
            ...(mayBeInput && { mayBeInput }),
          },
        ]
      : [],
  );

/** Those of them that there is something to choose for: of a text that is no table there is not. */
export const columnsToChoose = (
  task: TaskDescription,
  inspection: Inspection,
  hasValue: (path: string) => boolean,
): readonly ColumnSpec[] =>
  columnFields(task).filter(
    ({ isLeftOut, needs }) =>
      (!isLeftOut || columnsOf(inspection).length > 0) && (needs === undefined || hasValue(needs)),
  );

/** Sizes of what one example covers. */
export const exampleFields = ({ fields }: TaskDescription): readonly FieldSpec[] =>
  fields.filter(({ fold }) => fold === undefined).flatMap(taskField);

/** What a task alone reads of a section that all tasks have. */
export const fieldsInFold = ({ fields }: TaskDescription, name: string): readonly FieldSpec[] =>
  fields.filter(({ fold }) => fold === name).flatMap(taskField);

const taskField = ({ path, label, kind, low, usual, choices = [] }: FieldDescription): readonly FieldSpec[] => {
  switch (kind) {
    case 'whole':
      return [{ ...whole(path, t(label), low), usual }];
    case 'real':
      return [real(path, t(label), 0, Infinity)];
    case 'flag':
      return [flag(path, t(label))];
    case 'choice':
      return [
        choice(
          path,
          t(label),
          choices.map(({ value, label: words }) => [value, t(words)] as const),
        ),
      ];
    case 'columns':
    case 'column':
      return [];
    default:
      return kind satisfies never;
  }
};

/** Fields that may be set for another task and are not to be kept for this one: columns, sizes, loss, pooling. */
export const pathsLeftFor = (
  tasks: readonly TaskDescription[],
  { formatPaths }: TaskDescription,
): readonly string[] => {
  const paths = new Set([
    'training.loss',
    'model.pool',
    ...['way', 'time', 'group', 'together', 'column', 'validFile', 'testFile'].map((field) => `data.split.${field}`),
    ...tasks.flatMap((task) => [...task.ownPaths, ...task.formatPaths]),
  ]);
  return [...paths].filter((path) => !formatPaths.includes(path));
};
