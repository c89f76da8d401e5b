import { useMemo } from 'preact/hooks';
import type { LearnedSeason } from '../../../engine/protocol.ts';
import { ChartView } from '../../chart/chart.tsx';
import type { ExplainView } from '../../panel/viewState.ts';
import { t } from '../../strings.ts';
import { useTheme } from '../../theme.ts';
import { levelChart, seasonChart } from './learnedCharts.ts';

interface LearnedSeasonViewProps {
  readonly learned: LearnedSeason;
  readonly view: ExplainView;
  readonly onLook: (patch: ExplainView) => void;
}

/** The season and the level that were learned, beside those of the file. */
export const LearnedSeasonView = ({ learned, view, onLook }: LearnedSeasonViewProps) => {
  const theme = useTheme();
  const season = useMemo(() => seasonChart(learned, theme), [learned, theme]);
  const level = useMemo(() => levelChart(learned, theme), [learned, theme]);
  const { target, unit } = learned;
  return (
    <>
      {season && (
        <section aria-label={t('Season of {0}', target)}>
          <h2>{t('Season of {0}', target)}</h2>
          <ChartView chart={season} zoom={view.seasonZoom} onZoom={(seasonZoom) => onLook({ seasonZoom })} />
          <p class="muted">
            {unit === 'percent'
              ? t('Means by place in the season, over the same rows of all series, in percent of the mean of each.')
              : t('Means by place in the season, over the same rows.')}
          </p>
        </section>
      )}
      {level && (
        <section aria-label={t('Level of {0}', target)}>
          <h2>{t('Level of {0}', target)}</h2>
          <ChartView chart={level} zoom={view.levelZoom} onZoom={(levelZoom) => onLook({ levelZoom })} />
          <p class="muted">{t('Means over the steps that are forecast at once, by where they begin.')}</p>
        </section>
      )}
    </>
  );
};
