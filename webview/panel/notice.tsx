import { formatPlace } from '../formatPlace.ts';
import { t } from '../strings.ts';
import { NoticeLine } from '../noticeLine.tsx';
import { taskViews } from '../tasks/registry.ts';
import { Button } from '../toolkit.tsx';
import type { TabProps } from './tabProps.ts';

/** What a run that does not train asks of the person: what happened, and what can be done now. */
export const Notice = (props: TabProps) => {
  const { model, post, updateView } = props;
  const { state, record, history, task } = model;
  const resume = (
    <Button appearance={state === 'finished' ? 'secondary' : 'primary'} onClick={() => post({ type: 'resume' })}>
      {state === 'finished' ? t('Train on') : t('Resume')}
    </Button>
  );
  const useLook = state === 'finished' ? 'primary' : 'secondary';
  const generates = taskViews.find(({ name, capability }) => capability === 'generate' && task?.views.includes(name));
  const use = [
    ...(generates
      ? [
          <Button appearance={useLook} onClick={() => updateView({ tab: generates.name })}>
            {t('Generate text')}
          </Button>,
        ]
      : []),
    ...(task?.capabilities.includes('predict')
      ? [
          <Button appearance={useLook} onClick={() => post({ type: 'predict' })}>
            {t('Predict with this run…')}
          </Button>,
        ]
      : []),
  ];
  const log = <Button onClick={() => post({ type: 'showLog' })}>{t('Show log')}</Button>;

  switch (state) {
    case 'starting':
      return record ? (
        <NoticeLine icon="info">{t('The engine starts and goes on from the last checkpoint.')}</NoticeLine>
      ) : history.config ? (
        <NoticeLine icon="info">{t('The network is ready; training begins.')}</NoticeLine>
      ) : (
        <NoticeLine icon="info">{t('The engine starts and reads the data.')}</NoticeLine>
      );
    case 'running':
      if (record?.recovered) {
        const { message, epoch, step } = record.recovered;
        return (
          <NoticeLine icon="info" actions={[log]}>
            {t('Went on by itself from epoch {0}, step {1}: {2}.', epoch + 1, step, message)}
          </NoticeLine>
        );
      }
      return history.epochs.length === 0 ? (
        <NoticeLine icon="info">{t('The first epoch is under way: validation numbers appear at its end.')}</NoticeLine>
      ) : null;
    case 'paused':
      return <NoticeLine icon="info">{t('Paused. The run keeps its place until you continue.')}</NoticeLine>;
    case 'finished':
      return (
        <NoticeLine icon="check" actions={[...use, resume]}>
          {history.done?.reason === 'early-stopping'
            ? t('Finished early: validation did not get better any more. The best weights are kept.')
            : t('Finished. The best weights are kept.')}
        </NoticeLine>
      );
    case 'stopped':
      return (
        <NoticeLine icon="info" actions={history.epochs.length > 0 ? [resume, ...use] : [resume]}>
          {t('Stopped. The last checkpoint and the best weights are kept.')}
        </NoticeLine>
      );
    case 'failed': {
      const error = history.error ?? record?.error;
      return (
        <NoticeLine
          icon="error"
          isError
          actions={[
            ...(error?.place
              ? [
                  <Button appearance="primary" onClick={() => post({ type: 'openFile' })}>
                    {t('Open at {0}', formatPlace(error.place))}
                  </Button>,
                ]
              : []),
            resume,
            log,
          ]}
        >
          {error?.message ?? t('The run failed; the log says more.')}
        </NoticeLine>
      );
    }
    case 'interrupted':
      return (
        <NoticeLine icon="warning" actions={[resume, log]}>
          {t('The engine ended before the run did. Resume goes on from the last checkpoint.')}
        </NoticeLine>
      );
    case 'deleted':
      return (
        <NoticeLine icon="trash">
          {t('The run folder has been deleted. This is the last that was known of it.')}
        </NoticeLine>
      );
    default:
      return state satisfies never;
  }
};
