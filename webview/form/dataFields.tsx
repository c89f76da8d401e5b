import type { Task } from '../../engine/config.ts';
import type { ColumnSummary, Inspection } from '../../engine/protocol.ts';
import { t } from '../strings.ts';
import { Dropdown } from '../toolkit.tsx';
import { ColumnsField } from './columnsField.tsx';
import { Field, Row, textOf } from './fields.tsx';
import { exampleFields } from './fieldSpecs.ts';
import type { FormModel } from './formModel.ts';

interface DataFieldsProps {
  readonly task: Task;
  readonly inspection: Inspection;
  readonly model: FormModel;
}

/** What of the file is learned from: columns of a table, and the size of one example. */
export const DataFields = ({ task, inspection, model }: DataFieldsProps) => {
  const columns = inspection.kind === 'table' ? inspection.columns : [];
  return (
    <>
      {task === 'forecast' && <ForecastColumns columns={columns} model={model} />}
      {task === 'sequence-classification' && <ClassColumns columns={columns} model={model} />}
      <div class="pair">
        {exampleFields(task).map((spec) => (
          <Field key={spec.path} spec={spec} model={model} />
        ))}
      </div>
    </>
  );
};

interface ColumnsProps {
  readonly columns: readonly ColumnSummary[];
  readonly model: FormModel;
}

const ForecastColumns = ({ columns, model }: ColumnsProps) => (
  <>
    <ColumnsField
      path="data.targets"
      label={t('Target')}
      columns={columns.filter(({ type }) => type === 'number')}
      model={model}
    />
    <ColumnsField
      path="data.inputs"
      label={t('Inputs')}
      columns={columns.filter(({ type }) => type === 'number' || type === 'category')}
      model={model}
    />
  </>
);

const ClassColumns = ({ columns, model }: ColumnsProps) => {
  const label = textOf(model.value('data.label'));
  return (
    <>
      <Row label={t('Label')} problem={model.problem('data.label')}>
        <Dropdown
          label={t('Label')}
          value={label}
          choices={columns.filter(({ type }) => type !== 'timestamp').map(({ name }) => ({ value: name, label: name }))}
          onChange={(value) => model.edit('data.label', { value })}
        />
      </Row>
      <ColumnsField
        path="data.inputs"
        label={t('Inputs')}
        columns={columns.filter(({ name, type }) => name !== label && type === 'number')}
        model={model}
      />
    </>
  );
};
