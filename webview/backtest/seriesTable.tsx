import { useMemo } from 'preact/hooks';
import type { BacktestResult, TaskDescription } from '../../engine/protocol.ts';
import { formatCount } from '../formatNumber.ts';
import { metricName, metricValue } from '../panel/metricWords.ts';
import { t } from '../strings.ts';
import { Button, TextField } from '../toolkit.tsx';
import { type BacktestLook, listStep } from './backtestModel.ts';
import { findSeries, worstFirst } from './worstFirst.ts';

interface SeriesTableProps {
  readonly result: BacktestResult;
  readonly task: TaskDescription | undefined;
  readonly look: BacktestLook;
  readonly onTurn: (change: Partial<BacktestLook>) => void;
}

/** The series, worst first; a click shows the forecasts of one. Of thousands those are listed that are looked for. */
export const SeriesTable = ({ result, task, look, onTurn }: SeriesTableProps) => {
  const ranked = useMemo(() => worstFirst(result), [result]);
  const found = useMemo(() => findSeries(ranked, look.sought), [ranked, look.sought]);
  const { verdict } = result;
  const metric = verdict?.metric ?? 'mase';
  const show = (name: string, value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '–' : metricValue(task, name, value);
  const more = found.length - look.listed;
  return (
    <section class="series" aria-label={t('Series, worst first')}>
      <h2>{t('{0} series, worst first', formatCount(ranked.length))}</h2>
      <TextField
        label={t('Find a series')}
        placeholder={t('Find a series')}
        value={look.sought}
        onInput={(sought) => onTurn({ sought, listed: listStep })}
      />
      <div class="scroll series-list" tabIndex={0} role="region" aria-label={t('Series, worst first')}>
        <table class="scores">
          <thead>
            <tr>
              <th scope="col">{t('Series')}</th>
              <th scope="col" class="number">
                {metricName(task, metric)}
              </th>
              {verdict && (
                <th scope="col" class="number">
                  {t('of {0}', t(verdict.rivalName))}
                </th>
              )}
              <th scope="col" class="number">
                {metricName(task, 'coverage')}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, look.listed).map(({ series, name, error, rivalError, coverage }) => (
              <tr key={series} class={series === look.series ? 'chosen' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    aria-current={series === look.series ? 'true' : undefined}
                    onClick={() => onTurn({ series })}
                  >
                    {name}
                  </button>
                </th>
                <td class={rivalError !== undefined && error > rivalError ? 'number' : 'number least'}>
                  {show(metric, error)}
                </td>
                {verdict && <td class="number">{show(metric, rivalError)}</td>}
                <td class="number">{show('coverage', coverage)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {found.length === 0 && <p class="muted">{t('No series is called so.')}</p>}
      </div>
      {more > 0 && (
        <Button onClick={() => onTurn({ listed: look.listed + listStep })}>
          {t('Show {0} more', formatCount(Math.min(more, listStep)))}
        </Button>
      )}
    </section>
  );
};
