import type { Inspection, TaskDescription } from '../../engine/protocol.ts';
import { t } from '../strings.ts';
import { Dropdown, TextField } from '../toolkit.tsx';
import { ColumnField } from './dataFields.tsx';
import { Field, Row, textOf } from './fields.tsx';
import { type NumberSpec, flag, real } from './fieldSpecs.ts';
import type { FormModel } from './formModel.ts';
import { type ColumnSpec, columnsOf } from './taskFields.ts';

interface SplitFieldsProps {
  readonly task: TaskDescription;
  readonly inspection: Inspection;
  readonly model: FormModel;
}

const mostShare = 0.9;

const shareFields = (): readonly NumberSpec[] => [
  real('data.split.valid', t('Share for validation'), 0, mostShare),
  real('data.split.test', t('Share for the test'), 0, mostShare),
];

const splitColumns = (): readonly ColumnSpec[] => [
  {
    path: 'data.split.column',
    label: t('Parts by column'),
    isMany: false,
    types: ['category'],
    none: t('no column says them'),
  },
  {
    path: 'data.split.group',
    label: t('Never in two parts: what shares'),
    isMany: false,
    types: ['number', 'category', 'text', 'timestamp'],
    none: t('nothing'),
  },
  {
    path: 'data.split.time',
    label: t('In the order of'),
    isMany: false,
    types: ['number', 'timestamp'],
    none: t('the file'),
  },
];

const fileFields = (): readonly { readonly path: string; readonly label: string }[] => [
  { path: 'data.split.validFile', label: t('File for validation, beside the data file') },
  { path: 'data.split.testFile', label: t('File for the test, beside the data file') },
];

/** Paths of the fields by which training, validation and test are told apart; those beyond shares are of tasks without order. */
export const splitPaths = ({ splitsInOrder }: Pick<TaskDescription, 'splitsInOrder'>): readonly string[] => [
  ...shareFields().map(({ path }) => path),
  ...(splitsInOrder
    ? []
    : [
        'data.split.way',
        'data.split.together',
        ...splitColumns().map(({ path }) => path),
        ...fileFields().map(({ path }) => path),
      ]),
];

/** Which examples train, which choose the best epoch, and which are scored once at the end. */
export const SplitFields = ({ task, inspection, model }: SplitFieldsProps) => {
  const columns = columnsOf(inspection);
  const shares = shareFields().map((spec) => <Field key={spec.path} spec={spec} model={model} />);
  if (task.splitsInOrder) return <div class="pair">{shares}</div>;
  return (
    <>
      <div class="pair">{shares}</div>
      <Row label={t('Shared out')} problem={model.problem('data.split.way')}>
        <Dropdown
          label={t('Shared out')}
          value={textOf(model.value('data.split.way'))}
          choices={[
            { value: '', label: t('as suits the task') },
            { value: 'random', label: t('at random') },
            { value: 'stratified', label: t('at random, classes alike') },
            { value: 'inOrder', label: t('in order, the last for the test') },
          ]}
          onChange={(value) => model.edit('data.split.way', { value: value === '' ? undefined : value })}
        />
      </Row>
      {splitColumns().map((spec) => (
        <ColumnField key={spec.path} spec={spec} columns={columns} model={model} />
      ))}
      <Field spec={flag('data.split.together', t('Keep what is alike in one part'))} model={model} />
      {fileFields().map(({ path, label }) => (
        <Row key={path} label={label} path={path} problem={model.problem(path)}>
          <TextField
            label={label}
            value={textOf(model.setValue(path))}
            isInvalid={model.problem(path) !== undefined}
            onInput={(text) => model.edit(path, { value: text.trim() === '' ? undefined : text.trim() })}
            onEnter={() => model.flush()}
          />
        </Row>
      ))}
    </>
  );
};
