import { useMemo } from 'preact/hooks';
import { formatDuration } from '../formatDuration.ts';
import { JobHead } from '../jobHead.tsx';
import { JobNotice } from '../jobNotice.tsx';
import type { FromTune, TuneState } from '../protocol.ts';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import { CandidateTable } from './candidateTable.tsx';
import { rankTrials } from './rankTrials.ts';
import { verdictOf } from './tuneWords.ts';

interface TuneViewProps {
  readonly tuning: TuneState | undefined;
  readonly post: (message: FromTune) => void;
}

/** A search for settings: how it goes, what it has found by now, and all that was tried. */
export const TuneView = ({ tuning, post }: TuneViewProps) => {
  const { trials, search } = tuning ?? {};
  const ranked = useMemo(() => (trials && search ? rankTrials(trials, search.measure) : []), [trials, search]);
  if (!tuning) return <p class="muted loading">{t('Loading…')}</p>;
  const { state, title, budget, seconds, run, task } = tuning;
  const isRunning = state === 'running';
  const words = isRunning
    ? t('trying settings for {0}', formatDuration(budget))
    : seconds !== undefined && t('done in {0}', formatDuration(seconds));
  return (
    <>
      <JobHead title={t('Settings for {0}', title)} state={state} words={words || undefined} post={post}>
        {isRunning && <Button onClick={() => post({ type: 'stop' })}>{t('Stop')}</Button>}
        {search && !isRunning && <GoOn tuning={tuning} post={post} />}
      </JobHead>
      <JobNotice
        job={tuning}
        name={t('Search for settings')}
        stopped={search ? t('Stopped. What was tried is kept.') : t('Stopped before anything was tried.')}
        failed={t('The search failed; the log says more.')}
        post={post}
      />
      {search && (
        <>
          <p class="verdict" role="status">
            {verdictOf(ranked, search.measure, task)}
          </p>
          <p class="muted told">
            {t('{0} trials, judged by {1}. Varied: {2}.', tuning.trials.length, search.measure.on, variedWords(search))}
          </p>
          {run && (
            <p class="found-run">
              {t('The best is trained as a run.')}{' '}
              <Button onClick={() => post({ type: 'openRun' })}>{t('Open run')}</Button>
            </p>
          )}
          <CandidateTable ranked={ranked} search={search} task={task} post={post} />
        </>
      )}
    </>
  );
};

/** A search that was cut off goes on for what is left, one that is done for as long again. */
const GoOn = ({
  tuning: { state, budget },
  post,
}: {
  readonly tuning: TuneState;
  readonly post: TuneViewProps['post'];
}) =>
  state === 'finished' ? (
    <Button onClick={() => post({ type: 'goOn', seconds: budget })}>
      {t('Search {0} more', formatDuration(budget))}
    </Button>
  ) : (
    <Button onClick={() => post({ type: 'goOn' })}>{t('Go on')}</Button>
  );

const variedWords = ({ varied }: NonNullable<TuneState['search']>): string =>
  varied.map((path) => path.split('.').at(-1) ?? path).join(', ');
