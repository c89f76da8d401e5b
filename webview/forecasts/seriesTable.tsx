import { useMemo } from 'preact/hooks';
import type { BacktestScores, TaskDescription } from '../../engine/protocol.ts';
import { formatCount } from '../formatNumber.ts';
import { moveInList } from '../moveInList.ts';
import { metricName, metricValue } from '../panel/metricWords.ts';
import { t } from '../strings.ts';
import { Button, TextField } from '../toolkit.tsx';
import { listStep } from './listStep.ts';
import { findSeries, worstFirst } from './worstFirst.ts';

/** What is looked at of a list of series. */
export interface SeriesLook {
  /** By its place in the result. */
  readonly series: number;
  /** Words that names of series have to have. */
  readonly sought: string;
  /** Series listed at most. */
  readonly listed: number;
}

interface SeriesTableProps {
  readonly result: Pick<BacktestScores, 'bySeries' | 'verdict'>;
  /** How many there are, where the result has not all. */
  readonly inAll?: number;
  readonly task: TaskDescription | undefined;
  readonly look: SeriesLook;
  readonly onTurn: (change: Partial<SeriesLook>) => void;
}

/**
 * The series, worst first; a click shows the forecasts of one. Of thousands those are listed that are looked for. From
 * the field arrow down goes to the first of the list, arrows go on in it, and Enter shows.
 */
export const SeriesTable = ({ result, inAll = 0, task, look, onTurn }: SeriesTableProps) => {
  const ranked = useMemo(() => worstFirst(result), [result]);
  const found = useMemo(() => findSeries(ranked, look.sought), [ranked, look.sought]);
  const { verdict } = result;
  const metric = verdict?.metric ?? 'mase';
  const show = (name: string, value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '–' : metricValue(task, name, value);
  const more = found.length - look.listed;
  const isSought = look.sought.trim() !== '';
  return (
    <section
      class="series"
      aria-label={t('Series, worst first')}
      onKeyDown={(event) => moveInList(event, 'vscode-text-field', 'tbody button')}
    >
      <h2>{t('{0} series, worst first', formatCount(Math.max(ranked.length, inAll)))}</h2>
      <TextField
        label={t('Find a series')}
        placeholder={t('Find a series')}
        value={look.sought}
        onInput={(sought) => onTurn({ sought, listed: listStep })}
      />
      <p class="muted found" role="status">
        {isSought &&
          found.length > 0 &&
          (found.length === 1 ? t('1 is called so.') : t('{0} are called so.', formatCount(found.length)))}
        {!isSought && inAll > ranked.length && t('The worst {0} of them are listed.', formatCount(ranked.length))}
      </p>
      <div class="scroll series-list" tabIndex={0} role="region" aria-label={t('Series, worst first')}>
        <table class="scores">
          <thead>
            <tr>
              <th scope="col">{t('Series')}</th>
              <th scope="col" class="number">
                {metricName(task, metric)}
              </th>
              {verdict && (
                <th scope="col" class="number of-rival">
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
                {verdict && <td class="number of-rival">{show(metric, rivalError)}</td>}
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
