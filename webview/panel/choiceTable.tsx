import type { ChoiceRecord, TaskDescription } from '../../engine/protocol.ts';
import { formatCount } from '../formatNumber.ts';
import { t } from '../strings.ts';
import { metricName, metricValue } from './metricWords.ts';

interface ChoiceTableProps {
  readonly choice: ChoiceRecord;
  readonly task: TaskDescription | undefined;
}

/** What was tried on folds before the run, the rules' way first; it opens for who wants to know. */
export const ChoiceTable = ({ choice: { tried, chosen, folds, metric }, task }: ChoiceTableProps) => (
  <details class="choice">
    <summary>{t('{0} ways tried on {1} folds', formatCount(tried.length), formatCount(folds))}</summary>
    <div class="scroll" tabIndex={0} role="region" aria-label={t('Ways tried on folds')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Way')}</th>
            <th scope="col" class="number">
              {metricName(task, metric)}
            </th>
            <th scope="col" class="number">
              {t('its network alone')}
            </th>
            <th scope="col" class="number" title={t('Folds in which it errs less than what rules have chosen.')}>
              {t('better in')}
            </th>
            <th scope="col" class="number" title={t('Of the weights, in the last round that it was in.')}>
              {t('updates')}
            </th>
          </tr>
        </thead>
        <tbody>
          {tried.map(({ what, mean, network, better, byFold, updates }, place) => (
            <tr key={what}>
              <th scope="row">
                {what} {place === 0 && <span class="muted">({t('by rules')})</span>}{' '}
                {place === chosen && <strong>{t('chosen')}</strong>}
              </th>
              <td class="number" title={byFold.map((error) => metricValue(task, metric, error)).join(', ')}>
                {metricValue(task, metric, mean)}
              </td>
              <td class="number">{metricValue(task, metric, network)}</td>
              <td class="number">{place === 0 ? '' : formatCount(better)}</td>
              <td class="number">{formatCount(updates)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);
