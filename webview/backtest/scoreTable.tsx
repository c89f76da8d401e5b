import type { BacktestResult, TaskDescription } from '../../engine/protocol.ts';
import { baselineName, metricDefinition, metricName, metricValue } from '../panel/metricWords.ts';
import { t } from '../strings.ts';

interface ScoreTableProps {
  readonly result: BacktestResult;
  readonly task: TaskDescription | undefined;
}

/** In the order in which people compare them; the intervals are the model's alone. */
const columns = ['mae', 'rmse', 'mase', 'smape', 'wql', 'crps', 'coverage', 'coverage95'] as const;

/** The model, the network in it and the baselines over all folds. The least error of a column stands out. */
export const ScoreTable = ({ result: { overall }, task }: ScoreTableProps) => {
  const rows = Object.entries(overall);
  const shown = columns.filter((metric) => rows.some(([, metrics]) => metrics[metric] !== undefined));
  const least = (metric: string): number =>
    Math.min(...rows.flatMap(([, { [metric]: value }]) => (typeof value === 'number' ? [value] : [])));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t('Errors over all folds')}>
      <table class="scores">
        <thead>
          <tr>
            <th scope="col">{t('Over all folds')}</th>
            {shown.map((metric) => (
              <th key={metric} scope="col" class="number" title={metricDefinition(task, metric)}>
                {metricName(task, metric)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([who, metrics]) => (
            <tr key={who} class={who === 'model' ? 'of-model' : ''}>
              <th scope="row">{who === 'model' ? t('model') : baselineName(task, who)}</th>
              {shown.map((metric) => {
                const { [metric]: value } = metrics;
                const isLeast = !metric.startsWith('coverage') && value === least(metric);
                return (
                  <td key={metric} class={isLeast ? 'number least' : 'number'}>
                    {value === undefined ? '' : metricValue(task, metric, value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
