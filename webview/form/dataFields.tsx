import type { ColumnSummary, Inspection, TaskDescription } from '../../engine/protocol.ts';
import { Dropdown } from '../toolkit.tsx';
import { ColumnsField } from './columnsField.tsx';
import { Field, Row, textOf } from './fields.tsx';
import type { FormModel } from './formModel.ts';
import { type ColumnSpec, columnFields, exampleFields } from './taskFields.ts';

interface DataFieldsProps {
  readonly task: TaskDescription;
  readonly inspection: Inspection;
  readonly model: FormModel;
}

/** What of the file is learned from: columns of a table, and the size of one example. */
export const DataFields = ({ task, inspection, model }: DataFieldsProps) => {
  const columns = inspection.kind === 'table' ? inspection.columns : [];
  const specs = columnFields(task);
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
            columns={free.filter(({ type }) => spec.types.includes(type))}
            model={model}
          />
        ) : (
          <ColumnField key={spec.path} spec={spec} columns={columns} model={model} />
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

/** Names of columns are trimmed: none is called this. */
const noColumn = ' ';

interface ColumnFieldProps {
  readonly spec: ColumnSpec;
  readonly columns: readonly ColumnSummary[];
  readonly model: FormModel;
}

/** A column to choose, or none where there need not be one. */
export const ColumnField = ({ spec: { path, label, types, none }, columns, model }: ColumnFieldProps) => (
  <Row label={label} problem={model.problem(path)}>
    <Dropdown
      label={label}
      value={textOf(model.value(path)) || noColumn}
      choices={[
        ...(none === undefined ? [] : [{ value: noColumn, label: none }]),
        ...columns.filter(({ type }) => types.includes(type)).map(({ name }) => ({ value: name, label: name })),
      ]}
      onChange={(value) => model.edit(path, { value: value === noColumn ? null : value })}
    />
  </Row>
);
