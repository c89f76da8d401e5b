import type { FoundBy, TaskDescription } from '../../engine/protocol.ts';
import { formatCount } from '../formatNumber.ts';
import { t } from '../strings.ts';
import { changesWords, shareWords } from '../tune/tuneWords.ts';
import { metricName, metricValue } from './metricWords.ts';

interface FoundTableProps {
  readonly found: FoundBy;
  readonly task: TaskDescription | undefined;
}

/** What the search tried that the settings of a run come from, the best first; it opens for who wants to know. */
export const FoundTable = ({ found: { candidate, count, measure, rungs, trials }, task }: FoundTableProps) => (
  <details class="choice">
    <summary>{t('{0} trials of a search for settings', formatCount(count))}</summary>
    <div class="scroll" tabIndex={0} role="region" aria-label={t('Settings that were tried')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Settings')}</th>
            <th scope="col" class="number">
              {metricName(task, measure.metric)}
            </th>
            <th scope="col" class="number" title={t('Part of a whole training')}>
              {t('Trained')}
            </th>
          </tr>
        </thead>
        <tbody>
          {trials.map((trial) => (
            <tr key={trial.candidate}>
              <th scope="row">
                {changesWords(trial.changes)} {trial.candidate === candidate && <strong>{t('this run')}</strong>}
              </th>
              <td class="number">{metricValue(task, measure.metric, trial.value)}</td>
              <td class="number">{shareWords(rungs[trial.rung] ?? 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);
