import { useMemo } from 'preact/hooks';
import { ChartView } from '../chart/chart.tsx';
import type { Range } from '../chart/zoomRange.ts';
import { JobHead } from '../jobHead.tsx';
import type { FromRateSearch, RateSearchState } from '../protocol.ts';
import { t } from '../strings.ts';
import { useTheme } from '../theme.ts';
import { Button } from '../toolkit.tsx';
import { Proposal } from './proposal.tsx';
import { rateChart } from './rateChart.ts';
import { SearchNotice } from './searchNotice.tsx';

interface SearchViewProps {
  readonly search: RateSearchState | undefined;
  readonly zoom: Range | undefined;
  readonly onZoom: (zoom: Range | undefined) => void;
  readonly post: (message: FromRateSearch) => void;
}

/** A search for a learning rate: how it goes, its curve, and the rate it proposes. */
export const SearchView = ({ search, zoom, onZoom, post }: SearchViewProps) => {
  const theme = useTheme();
  const chart = useMemo(() => search && rateChart(search, theme), [search, theme]);
  if (!search || !chart) return <p class="muted loading">{t('Loading…')}</p>;
  const { state, title, points } = search;
  const isRunning = state === 'running';
  const words = isRunning ? t('trying rates') : undefined;
  return (
    <>
      <JobHead title={t('Learning rate for {0}', title)} state={state} words={words} post={post}>
        <Button onClick={() => post({ type: isRunning ? 'stop' : 'searchAgain' })}>
          {isRunning ? t('Stop') : t('Search again')}
        </Button>
      </JobHead>
      <SearchNotice search={search} post={post} />
      <div role="status">{search.proposal && <Proposal search={search} post={post} />}</div>
      {points.length > 0 && (
        <div class="curve">
          <ChartView chart={chart} zoom={zoom} onZoom={onZoom} />
        </div>
      )}
    </>
  );
};
