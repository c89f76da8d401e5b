import { formatCount } from '../formatNumber.ts';
import { t } from '../strings.ts';
import type { Tile } from './buildTiles.ts';
import { buildTiles } from './buildTiles.ts';
import { describeDefeat } from './defeat.ts';
import type { PanelModel } from './panelModel.ts';

/** The numbers of the last epoch, or of the kept one when training is over, beside the baselines. */
export const Tiles = ({ model }: { readonly model: PanelModel }) => {
  const { history, record, state, task } = model;
  const about = history.config ?? record;
  const isOver = !['starting', 'running', 'paused'].includes(state);
  const best = history.best ?? record?.best;
  const shown = (isOver ? best : undefined) ?? history.epochs.at(-1) ?? record?.best;
  if (!about || !shown) return null;
  const { headline } = about;
  // Some are not known yet when a run begins.
  const { baselines } = history.epochs.at(-1) ?? about;
  const test = history.done?.test ?? (isOver ? record?.test : undefined);
  const tiles: Tile[] = [
    ...buildTiles('valid', { task, headline, metrics: shown.metrics, baselines }),
    ...(best
      ? [
          {
            label: t('best epoch'),
            value: String(best.epoch),
            isBest: false,
            isRival: false,
            description: t('best epoch: {0}', best.epoch),
          },
        ]
      : []),
  ];
  const madeOf = history.done?.madeOf ?? (isOver ? record?.madeOf : undefined);
  const refit = history.done?.refit ?? (isOver ? record?.refit : undefined);
  const tested = test && { task, headline, ...test };
  const isTested = tested?.metrics[headline.metric] !== undefined;
  // While it trains, that is no verdict yet.
  const defeat = !isOver
    ? undefined
    : tested && isTested
      ? describeDefeat('test', tested)
      : describeDefeat('valid', { task, headline, metrics: shown.metrics, baselines });
  return (
    <>
      <TileRow name={t('Validation')} tiles={tiles} />
      {tested && <TileRow name={t('Test')} tiles={buildTiles('test', tested)} />}
      {madeOf !== undefined && <p class="made-of">{madeOf}</p>}
      {refit && (
        <p class="made-of">
          {t(
            'The model was trained anew on all {0} examples for {1} epochs: the figures are those of the model before.',
            formatCount(refit.examples),
            formatCount(refit.epochs),
          )}
        </p>
      )}
      {defeat !== undefined && <p class="defeat">{defeat}</p>}
    </>
  );
};

/** What is held against each other, then the rest: where both do not fit beside each other, each has a line. */
const TileRow = ({ name, tiles }: { readonly name: string; readonly tiles: readonly Tile[] }) => (
  <div class="tiles" role="group" aria-label={name}>
    {[tiles.filter(({ isRival }) => isRival), tiles.filter(({ isRival }) => !isRival)].map((group, index) => (
      <ul key={index}>
        {group.map(({ label, value, isBest, description }) => (
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
    ))}
  </div>
);
