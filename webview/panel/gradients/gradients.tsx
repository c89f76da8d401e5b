import { useMemo } from 'preact/hooks';
import type { RunState } from '../../protocol.ts';
import { ChartView } from '../../chart/chart.tsx';
import { t } from '../../strings.ts';
import { useTheme } from '../../theme.ts';
import { Dropdown } from '../../toolkit.tsx';
import type { TabProps } from '../tabProps.ts';
import { gradientChart, profileChart, ratioChart } from './gradientCharts.ts';
import { mapWords, profileWords } from './gradientWords.ts';
import { HeatMap } from './heatMap.tsx';
import { layerColumns } from './layerColumns.ts';
import { layerName, topLayer } from './layerName.ts';
import { layerNorms } from './layerNorms.ts';
import { GradientNumbers } from './gradientNumbers.tsx';
import { Verdicts } from './verdicts.tsx';

/** How gradients flow back through time, how the weights move, and what that means for this run. */
export const Gradients = ({ model, updateView }: TabProps) => {
  const { view, state, task } = model;
  const events = model.history.gradients;
  const newest = events.at(-1);
  const theme = useTheme();
  const names = newest?.layers.map(({ name }) => name) ?? [];
  const layer = names.find((name) => name === view.layer) ?? topLayer(names) ?? '';
  const map = useMemo(() => layerColumns(events, layer), [events, layer]);
  const profile = useMemo(() => newest && profileChart(newest, theme), [newest, theme]);
  const norms = useMemo(() => layerNorms(events), [events]);
  const gradient = useMemo(() => gradientChart(norms, theme), [norms, theme]);
  const ratio = useMemo(() => ratioChart(norms, theme), [norms, theme]);
  if (!newest || !profile) return <p class="muted">{emptyWords(state)}</p>;

  const onNormsZoom = (normsZoom: typeof view.normsZoom): void => updateView({ normsZoom });
  return (
    <div class="gradients">
      <Verdicts event={newest} />
      <div class="heat-head">
        <h2>{t('Back through time, while training')}</h2>
        {names.length > 1 && (
          <Dropdown
            label={t('Layer')}
            value={layer}
            choices={names.map((name) => ({ value: name, label: layerName(name) }))}
            onChange={(next) => updateView({ layer: next })}
          />
        )}
      </div>
      <p class="muted">{mapWords(layer, names, task?.everyStep === true)}</p>
      <HeatMap map={map} name={layerName(layer)} />
      <h2>{t('The newest gradient on its way back')}</h2>
      <p class="muted">{profileWords(names)}</p>
      <ChartView chart={profile} zoom={view.profileZoom} onZoom={(profileZoom) => updateView({ profileZoom })} />
      <h2>{t('Gradient norm by layer')}</h2>
      <ChartView chart={gradient} zoom={view.normsZoom} onZoom={onNormsZoom} />
      <h2>{t('Update over weight by layer')}</h2>
      <p class="muted">
        {t(
          'How far one step moves the weights. About 0.001, the dotted line, trains well; far above it training jumps about, far below it stands still.',
        )}
      </p>
      <ChartView chart={ratio} zoom={view.normsZoom} onZoom={onNormsZoom} />
      <GradientNumbers event={newest} />
    </div>
  );
};

const emptyWords = (state: RunState): string =>
  ['starting', 'running', 'paused'].includes(state)
    ? t('The gradients come with the first training steps.')
    : t('This run has no gradient records. They are kept while a run trains.');
