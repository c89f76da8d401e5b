import { formatDuration } from '../formatDuration.ts';
import { formatCount } from '../formatNumber.ts';
import { Icon } from '../icon.tsx';
import { joinFacts } from '../joinFacts.ts';
import { stateLook } from '../stateLook.ts';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import type { PanelModel } from './panelModel.ts';
import type { TabProps } from './tabProps.ts';

/** Title, state, speed and what can be done with the run as a whole. */
export const Header = ({ model, post }: TabProps) => {
  const { state, title, record } = model;
  const look = stateLook(state);
  return (
    <header class="head">
      <h1>{title}</h1>
      <p class={`state state-${state}`} role="status">
        <Icon name={look.icon} isSpinning={look.icon === 'loading'} />
        <span>{joinFacts([look.label, ...progressWords(model)])}</span>
      </p>
      <div class="actions">
        {state === 'running' && <Button onClick={() => post({ type: 'pause' })}>{t('Pause')}</Button>}
        {state === 'paused' && (
          <Button appearance="primary" onClick={() => post({ type: 'continue' })}>
            {t('Continue')}
          </Button>
        )}
        {['starting', 'running', 'paused'].includes(state) && (
          <Button onClick={() => post({ type: 'stop' })}>{t('Stop')}</Button>
        )}
        {record && (
          <Button appearance="icon" label={t('Open the data file')} onClick={() => post({ type: 'openFile' })}>
            <Icon name="go-to-file" />
          </Button>
        )}
        {record && state !== 'deleted' && (
          <Button appearance="icon" label={t('Reveal the run folder')} onClick={() => post({ type: 'reveal' })}>
            <Icon name="folder-opened" />
          </Button>
        )}
        <Button appearance="icon" label={t('Show log')} onClick={() => post({ type: 'showLog' })}>
          <Icon name="output" />
        </Button>
      </div>
    </header>
  );
};

const progressWords = ({ state, history, record, task }: PanelModel): string[] => {
  const { lastStep, epochs, config } = history;
  const last = epochs.at(-1);
  const total = last?.epochs ?? (config?.config ?? record?.config)?.training.epochs;
  const epoch =
    state === 'running' || state === 'paused' ? (lastStep?.epoch ?? last?.epoch) : (last?.epoch ?? record?.epoch);
  const place = epoch === undefined || total === undefined || epoch === 0 ? [] : [t('epoch {0}/{1}', epoch, total)];
  if (state !== 'running') {
    const seconds = history.done?.seconds ?? last?.seconds;
    return seconds === undefined ? place : [...place, t('{0} of training', formatDuration(seconds))];
  }
  const now = lastStep ?? last;
  if (!now) return place;
  const speed = t(`{0} ${task?.items ?? 'rows'}/s`, formatCount(now.perSecond));
  return [...place, speed, t('{0} left', formatDuration(now.eta))];
};
