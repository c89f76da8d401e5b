import type { Trial } from '../../engine/protocol.ts';
import { formatDuration } from '../formatDuration.ts';
import { Icon } from '../icon.tsx';
import { metricDefinition, metricName, metricValue } from '../panel/metricWords.ts';
import type { FromTune, TuneState } from '../protocol.ts';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import { changesWords, shareWords } from './tuneWords.ts';

/** More are of no use to anybody. */
const mostListed = 100;

interface CandidateTableProps {
  readonly ranked: readonly Trial[];
  readonly search: NonNullable<TuneState['search']>;
  readonly task: TuneState['task'];
  readonly post: (message: FromTune) => void;
}

/** What was tried, the best first, and what can be done with each. */
export const CandidateTable = ({ ranked, search: { measure, rungs }, task, post }: CandidateTableProps) => {
  const left = ranked.length - mostListed;
  return (
    <>
      <div class="scroll candidates" tabIndex={0} role="region" aria-label={t('Settings that were tried')}>
        <table class="scores">
          <thead>
            <tr>
              <th scope="col">{t('Settings')}</th>
              <th scope="col" class="number" title={metricDefinition(task, measure.metric)}>
                {metricName(task, measure.metric)}
              </th>
              <th scope="col" class="number" title={t('Part of a whole training')}>
                {t('Trained')}
              </th>
              <th scope="col" class="number">
                {t('Time')}
              </th>
              <th scope="col">
                <span class="visually-hidden">{t('Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {ranked.slice(0, mostListed).map((trial, place) => {
              const { candidate, changes, rung, seconds, value, failure } = trial;
              const words = changesWords(changes);
              return (
                <tr key={candidate} class={place === 0 ? 'of-model' : ''}>
                  <th scope="row" title={Object.keys(changes).join('\n')}>
                    {words}
                    {failure !== undefined && <p class="muted">{failure}</p>}
                  </th>
                  <td class={place === 0 ? 'number least' : 'number'}>{metricValue(task, measure.metric, value)}</td>
                  <td class="number">{shareWords(rungs[rung] ?? 1)}</td>
                  <td class="number">{formatDuration(seconds)}</td>
                  <td class="candidate-actions">
                    {value !== null && (
                      <>
                        <Button
                          appearance="icon"
                          label={t('Train with: {0}', words)}
                          onClick={() => post({ type: 'trainCandidate', candidate })}
                        >
                          <Icon name="play" />
                        </Button>
                        <Button
                          appearance="icon"
                          label={t('Use in the form: {0}', words)}
                          onClick={() => post({ type: 'useCandidate', candidate })}
                        >
                          <Icon name="settings" />
                        </Button>
                      </>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {left > 0 && <p class="muted">{t('and {0} more', left)}</p>}
    </>
  );
};
