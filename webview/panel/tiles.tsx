import { t } from '../strings.ts';
import type { Tile } from './buildTiles.ts';
import { buildTiles } from './buildTiles.ts';
import type { PanelModel } from './panelModel.ts';

/** The numbers of the last epoch, or of the kept one when training is over, beside the baselines. */
export const Tiles = ({ model }: { readonly model: PanelModel }) => {
  const { history, record, state } = model;
  const about = history.config ?? record;
  const isOver = !['starting', 'running', 'paused'].includes(state);
  const best = history.best ?? record?.best;
  const shown = (isOver ? best : undefined) ?? history.epochs.at(-1) ?? record?.best;
  if (!about || !shown) return null;
  const { headline, baselines } = about;
  const test = history.done?.test ?? (isOver ? record?.test : undefined);
  const tiles: Tile[] = [
    ...buildTiles('valid', { headline, metrics: shown.metrics, baselines }),
    ...(best
      ? [
          {
            label: t('best epoch'),
            value: String(best.epoch),
            isBest: false,
            description: t('best epoch: {0}', best.epoch),
          },
        ]
      : []),
  ];
  return (
    <>
      <TileRow name={t('Validation')} tiles={tiles} />
      {test && <TileRow name={t('Test')} tiles={buildTiles('test', { headline, ...test })} />}
    </>
  );
};

const TileRow = ({ name, tiles }: { readonly name: string; readonly tiles: readonly Tile[] }) => (
  <ul class="tiles" aria-label={name}>
    {tiles.map(({ label, value, isBest, description }) => (
      <li key={label} class={isBest ? 'tile tile-best' : 'tile'} title={description}>
        <span class="visually-hidden">{description}</span>
        <span class="tile-value" aria-hidden="true">
          {value}
        </span>
        <span class="tile-label" aria-hidden="true">
          {label}
        </span>
      </li>
    ))}
  </ul>
);
