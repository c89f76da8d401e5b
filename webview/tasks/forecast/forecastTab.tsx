import type { SeriesLook } from '../../forecasts/seriesTable.tsx';
import { SeriesTable } from '../../forecasts/seriesTable.tsx';
import { readPath } from '../../form/configPatch.ts';
import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { Button } from '../../toolkit.tsx';
import { ExaminationLine } from './examinationLine.tsx';
import { useExamined } from './useExamined.ts';
import { SeriesForecast } from './seriesForecast.tsx';

/** What was forecast beside what came, and what comes next: of several series those that are looked for, worst first. */
export const ForecastTab = (props: TabProps) => {
  const { model, post, updateView } = props;
  const { forecasts, view, task, record, plot } = model;
  const chosen = useExamined(props);
  const { examination } = forecasts;
  const isSeveral = (readPath(record?.config ?? {}, 'data.series') ?? null) !== null;
  if (!(plot && 'series' in plot) && !examination)
    return <p class="muted">{t('The first forecast appears after the first epoch.')}</p>;
  const turn = ({ series, ...change }: Partial<SeriesLook>): void => {
    const name = series === undefined ? {} : { name: examination?.bySeries[series]?.name, zoom: undefined };
    updateView({
      forecasts: { ...view.forecasts, ...change, ...name },
      ...(series !== undefined && { forecastZoom: undefined }),
    });
  };
  const { sought, listed } = view.forecasts;
  return (
    <>
      <div class={isSeveral ? 'halves' : ''}>
        {isSeveral && examination && chosen && (
          <SeriesTable
            result={examination}
            inAll={examination.seriesInAll}
            task={task}
            look={{ series: chosen.at, sought, listed }}
            onTurn={turn}
          />
        )}
        <SeriesForecast {...props} chosen={chosen} isSeveral={isSeveral} />
      </div>
      <ExaminationLine {...props} />
      <Button onClick={() => post({ type: 'predict' })}>{t('Predict with this run…')}</Button>
    </>
  );
};
