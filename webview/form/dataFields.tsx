import type { ColumnSummary, Inspection, TaskDescription } from '../../engine/protocol.ts';
import { Dropdown } from '../toolkit.tsx';
import { ColumnsField } from './columnsField.tsx';
import { Field, Row, textOf } from './fields.tsx';
import type { FormModel } from './formModel.ts';
import { type ColumnSpec, columnsOf, columnsToChoose, exampleFields } from './taskFields.ts';

interface DataFieldsProps {
  readonly task: TaskDescription;
  readonly inspection: Inspection;
  readonly model: FormModel;
}

/** What of the file is learned from: columns of a table, and the size of one example. */
export const DataFields = ({ task, inspection, model }: DataFieldsProps) => {
  const columns = columnsOf(inspection);
  const specs = columnsToChoose(task, inspection, (path) => model.hasValue(path));
  // A column that has a part of its own is none of the many that are ticked.
  const taken = specs
    .filter(({ isMany, mayBeInput }) => !isMany && mayBeInput !== true)
    .map(({ path }) => textOf(model.value(path)));
  const free = columns.filter(({ name }) => !taken.includes(name));
  return (
    <>
      {specs.map((spec) =>
        spec.isMany ? (
          <ColumnsField
            key={spec.path}
            path={spec.path}
            label={spec.label}
            columns={free.filter(({ type, name }) => spec.types.includes(type) && isOffered(name, spec, model))}
            model={model}
            mayBeEmpty={spec.none !== undefined}
          />
        ) : (
          <ColumnField
            key={spec.path}
            spec={spec}
            columns={columns}
            model={model}
            goWithIt={specs.filter(({ needs }) => needs === spec.path).map(({ path }) => path)}
          />
        ),
      )}
      <div class="pair">
        {exampleFields(task).map((spec) => (
          <Field key={spec.path} spec={spec} model={model} />
        ))}
      </div>
    </>
  );
};

/** Whether a column is one of those that some are ticked of, where it says which those are. */
const isOffered = (name: string, { among, notAmong }: ColumnSpec, model: FormModel): boolean => {
  const has = (path: string): boolean => [model.value(path)].flat().includes(name);
  return (among === undefined || has(among)) && !(notAmong !== undefined && has(notAmong));
};

/** Names of columns are trimmed: none is called this. */
const noColumn = ' ';

interface ColumnFieldProps {
  readonly spec: ColumnSpec;
  readonly columns: readonly ColumnSummary[];
  readonly model: FormModel;
  /** Paths of what is left out when there is none. */
  readonly goWithIt?: readonly string[];
}

/** A column to choose, or none where there need not be one. */
export const ColumnField = ({
  spec: { path, label, types, none, isLeftOut = false },
  columns,
  model,
  goWithIt = [],
}: ColumnFieldProps) => {
  const several = severalOf(model.value(path));
  return (
    <Row label={label} path={path} problem={model.problem(path)}>
      <Dropdown
        label={label}
        value={several?.join(between) ?? (textOf(model.value(path)) || noColumn)}
        choices={[
          // Several that were found, or that the config names as JSON, stay one choice.
          ...(several ? [{ value: several.join(between), label: several.join(between) }] : []),
          ...(none === undefined ? [] : [{ value: noColumn, label: none }]),
          ...columns.filter(({ type }) => types.includes(type)).map(({ name }) => ({ value: name, label: name })),
        ]}
        onChange={(value) => {
          const isNone = value === noColumn;
          if (isNone) for (const other of goWithIt) model.edit(other, { value: undefined });
          const chosen = value === several?.join(between) ? several : value;
          model.edit(path, { value: isNone ? (isLeftOut ? undefined : null) : chosen });
        }}
      />
    </Row>
  );
};

const between = ' + ';

/** Columns that do together what one may do. */
const severalOf = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
