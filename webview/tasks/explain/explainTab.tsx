import type { Explanation } from '../../../engine/protocol.ts';
import { NoticeLine } from '../../noticeLine.tsx';
import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { Button, Dropdown } from '../../toolkit.tsx';
import { WorkBar } from '../../workBar.tsx';
import { ImportanceBars } from './importanceBars.tsx';
import { columnWords, givenWords, importanceWords, sampleWords } from './importanceWords.ts';
import { LearnedSeasonView } from './learnedSeasonView.tsx';
import { stepLabel, stepTitle } from './stepWords.ts';

/** What the predictions of the run's best model rest on: asked for, measured, drawn. */
export const ExplainTab = (props: TabProps) => {
  const { model, post } = props;
  const { explained, state } = model;
  if (state === 'deleted') return <p class="muted">{t('The run is deleted.')}</p>;
  if (state === 'starting' || state === 'running') {
    return <p class="muted">{t('What the predictions rest on is measured when the training is paused or over.')}</p>;
  }
  if (!model.history.best && !model.record?.best) {
    return <p class="muted">{t('There is a model to ask after the first epoch.')}</p>;
  }
  if (explained?.state === 'finished' && explained.explanation) {
    return <Explained {...props} explanation={explained.explanation} />;
  }
  if (explained?.state === 'running') return <UnderWay {...props} />;
  return (
    <div class="explain-ask">
      <p class="muted">
        {t(
          'Each column, and each step, is exchanged at random among examples that the network was not trained on: the more the error grows, the more the predictions rest on it.',
        )}
      </p>
      {explained?.state === 'stopped' && <NoticeLine icon="info">{t('Stopped before it was measured.')}</NoticeLine>}
      {explained?.error !== undefined && (
        <p class="problem" role="alert">
          {explained.error}
        </p>
      )}
      <Button appearance="primary" onClick={() => post({ type: 'explain' })}>
        {explained ? t('Try again') : t('Explain')}
      </Button>
    </div>
  );
};

const UnderWay = ({ model, post }: TabProps) => (
  <div class="under-way" role="status">
    <WorkBar name={t('Explain')} stage={model.explained?.stage} />
    <Button onClick={() => post({ type: 'cancelExplain' })}>{t('Cancel')}</Button>
  </div>
);

const Explained = ({ model, updateView, explanation }: TabProps & { readonly explanation: Explanation }) => {
  const { views, measure, seasons, notes, madeOf } = explanation;
  const look = model.view.explain;
  const view = views.find(({ target }) => target === look.target) ?? views[0];
  if (!view) return null;
  const turn = (patch: typeof look): void => updateView({ explain: { ...look, ...patch } });
  const columns = view.columns.map((each) => ({ ...each, name: columnWords(each) }));
  const steps = view.steps.map((each) => ({ ...each, name: stepLabel(explanation, each) }));
  return (
    <div class="explained">
      {views.length > 1 && (
        <div class="toolbar">
          <Dropdown
            label={t('Whose errors')}
            value={view.target ?? ''}
            choices={views.map(({ target }) => ({ value: target ?? '', label: target ?? t('All targets alike') }))}
            onChange={(target) => turn({ target: target === '' ? undefined : target })}
          />
        </div>
      )}
      <p class="verdict" role="status">
        {importanceWords(explanation, view)}
      </p>
      <p class="muted told">
        {[
          ...view.given.map((given) => givenWords(given, measure)),
          ...(madeOf === undefined ? [] : [madeOf]),
          ...notes,
          sampleWords(explanation, view),
        ].join(' ')}
      </p>
      <div class="importances">
        {columns.length > 0 && <ImportanceBars title={t('Column')} bars={columns} measure={measure} />}
        <ImportanceBars title={stepTitle(explanation)} bars={steps} measure={measure} />
      </div>
      {seasons
        .filter(({ target }) => view.target === undefined || target === view.target)
        .slice(0, 1)
        .map((learned) => (
          <LearnedSeasonView key={learned.target} learned={learned} view={look} onLook={turn} />
        ))}
    </div>
  );
};
