import type { ComponentChildren } from 'preact';
import type { Inspection, TaskDescription } from '../../engine/protocol.ts';
import type { FormState } from '../protocol.ts';
import { t } from '../strings.ts';
import { Button, Dropdown, RadioGroup } from '../toolkit.tsx';
import { DataFields } from './dataFields.tsx';
import { Field, Row, textOf } from './fields.tsx';
import {
  cellChoices,
  initialisationFields,
  layerFields,
  type FieldSpec,
  regularisationFields,
  sizeFields,
  trainingFields,
} from './fieldSpecs.ts';
import { FileField } from './fileField.tsx';
import type { FormModel } from './formModel.ts';
import { readingFields, wayOutFields } from './readingFields.ts';
import { RunBar, isTraining } from './runBar.tsx';
import { SplitFields, splitPaths } from './splitFields.tsx';
import { columnsToChoose, exampleFields, fieldsInFold, findTask, pathsLeftFor, taskChoices } from './taskFields.ts';
import { TrainBar } from './trainBar.tsx';

interface FormProps {
  readonly model: FormModel;
  /** Names of the sections the person has unfolded. */
  readonly unfolded: ReadonlySet<string>;
  readonly onFold: (name: string, isOpen: boolean) => void;
}

/** The training form: what is learned from which file, and how. */
export const Form = ({ model, unfolded, onFold }: FormProps) => {
  const { state } = model;
  if (!state) return <p class="muted">{t('Loading…')}</p>;
  const run = state.run && <RunBar key={state.run.id} run={state.run} model={model} />;
  const isLive = state.run !== undefined && isTraining(state.run);
  if (state.file === undefined && state.files.length === 0) {
    return (
      <>
        {run}
        <p>{t('Train a recurrent network on a CSV, TSV or text file of this folder.')}</p>
        <Button appearance="primary" class="block" onClick={() => model.send({ type: 'browse' })}>
          {t('Choose a file…')}
        </Button>
      </>
    );
  }
  const { inspection, proposal, error } = state;
  const task = taskOf(model, state);
  const shown = task === undefined || !inspection ? [] : shownPaths(model, task, inspection);
  return (
    <>
      {!isLive && run}
      <FileField state={state} model={model} />
      {error !== undefined && (
        <div key={model.generation} class="fields">
          <Folds folds={readingFold(wayOutFields(task, inspection))} {...{ model, unfolded, onFold }} />
        </div>
      )}
      {error === undefined && inspection && task !== undefined && (
        <div key={model.generation} class="fields">
          <Row label={t('Task')} problem={model.problem('task')}>
            <Dropdown
              label={t('Task')}
              value={task.name}
              choices={taskChoices(state.tasks, inspection)}
              onChange={(value) => changeTask(model, state, value)}
            />
            {model.setValue('task') === undefined && <p class="muted">{inspection.why}</p>}
          </Row>
          <DataFields task={task} inspection={inspection} model={model} />
          <Row label={t('Cell')} problem={model.problem('model.cell')}>
            <RadioGroup
              label={t('Cell')}
              value={textOf(model.value('model.cell'))}
              choices={cellChoices(task)}
              onChange={(value) => model.edit('model.cell', { value })}
            />
          </Row>
          <div class="pair">
            {sizeFields().map((spec) => (
              <Field key={spec.path} spec={spec} model={model} />
            ))}
          </div>
          <Folds folds={folds(task, inspection)} {...{ model, unfolded, onFold }} />
          <Fold
            name="parts"
            title={t('Training, validation and test')}
            model={model}
            paths={splitPaths(task).map((path) => ({ path }))}
            {...{ unfolded, onFold }}
          >
            <SplitFields task={task} inspection={inspection} model={model} />
          </Fold>
          <Fold name="advanced" title={t('Advanced')} model={model} paths={[]} {...{ unfolded, onFold }}>
            <p class="muted">{t('Every setting, with completion and explanations, as a file.')}</p>
            <Button class="block" onClick={() => model.send({ type: 'openAsJson' })}>
              {t('Open as JSON…')}
            </Button>
            {proposal && proposal.choices.length > 0 && (
              <>
                <p class="row-label">{t('Chosen for you')}</p>
                <ul class="choices">
                  {proposal.choices.map((choice) => (
                    <li key={choice}>{choice}</li>
                  ))}
                </ul>
              </>
            )}
          </Fold>
        </div>
      )}
      {isLive ? run : <TrainBar state={state} model={model} isShown={(path) => shown.includes(path)} />}
    </>
  );
};

interface Folded {
  readonly name: string;
  readonly title: string;
  readonly fields: readonly FieldSpec[];
}

/** Folded sections of fields, those of the task behind those of all. */
const folds = (task: TaskDescription, inspection: Inspection): readonly Folded[] =>
  [
    ...readingFold(readingFields(task, inspection)),
    { name: 'training', title: t('Training'), fields: trainingFields(task) },
    { name: 'layers', title: t('Layers in detail'), fields: layerFields(task) },
    { name: 'initialisation', title: t('First weights'), fields: initialisationFields() },
    { name: 'regularisation', title: t('Regularisation'), fields: regularisationFields() },
  ].map((fold) => ({ ...fold, fields: [...fold.fields, ...fieldsInFold(task, fold.name)] }));

const readingFold = (fields: readonly FieldSpec[]) =>
  fields.length > 0 ? [{ name: 'reading', title: t('How the file is read'), fields }] : [];

const Folds = ({ folds, model, unfolded, onFold }: FormProps & { readonly folds: readonly Folded[] }) =>
  folds.map(({ name, title, fields }) => (
    <Fold key={name} name={name} title={title} model={model} paths={fields} {...{ unfolded, onFold }}>
      {fields.map((spec) => (
        <Field key={spec.path} spec={spec} model={model} />
      ))}
    </Fold>
  ));

interface FoldProps extends FormProps {
  readonly name: string;
  readonly title: string;
  readonly paths: readonly { readonly path: string }[];
  readonly children: ComponentChildren;
}

/** A section that is folded until it is wanted, or holds a problem. */
const Fold = ({ name, title, paths, model, unfolded, onFold, children }: FoldProps) => {
  const hasProblem = paths.some(({ path }) => model.problem(path) !== undefined);
  return (
    <details
      data-name={name}
      open={hasProblem || unfolded.has(name)}
      onToggle={(event) => {
        if (event.currentTarget.open !== (hasProblem || unfolded.has(name))) onFold(name, event.currentTarget.open);
      }}
    >
      <summary>{title}</summary>
      <div class="fields">{children}</div>
    </details>
  );
};

const taskOf = (model: FormModel, { tasks, proposal, inspection }: FormState): TaskDescription | undefined =>
  findTask(tasks, model.setValue('task') ?? proposal?.config.task ?? inspection?.proposedTask);

/** What was set for another task (columns, sizes, loss) does not fit the new one. */
const changeTask = (model: FormModel, { tasks }: FormState, value: string): void => {
  const task = findTask(tasks, value);
  for (const path of task ? pathsLeftFor(tasks, task) : [])
    if (model.setValue(path) !== undefined) model.edit(path, { value: undefined });
  model.edit('task', { value });
};

const shownPaths = (model: FormModel, task: TaskDescription, inspection: Inspection): readonly string[] => [
  ...['task', 'data.file', 'model.cell'],
  ...columnsToChoose(task, inspection, (path) => model.hasValue(path)).map(({ path }) => path),
  ...exampleFields(task).map(({ path }) => path),
  ...splitPaths(task),
  ...[...sizeFields(), ...folds(task, inspection).flatMap(({ fields }) => fields)].map(({ path }) => path),
];
