import { useMemo, useRef } from 'preact/hooks';
import { formatCount, formatNumber } from '../../formatNumber.ts';
import type { Confused } from '../../panel/viewState.ts';
import { t } from '../../strings.ts';
import { type MatrixPlace, firstMistakes, hasMistakes, neighbour, rowShares } from './confusionCells.ts';

interface ConfusionMatrixProps {
  readonly labels: readonly string[];
  /** By the true class, how often each was the answer. */
  readonly confusion: readonly (readonly number[])[];
  readonly chosen: Confused | undefined;
  readonly onChoose: (chosen: Confused | undefined) => void;
}

/**
 * Rows are true classes, columns answers. Cells are shaded by their share of the row, right ones in another colour;
 * one with mistakes is a button that shows them. The buttons are one tab stop, arrow keys go from one to the next.
 */
export const ConfusionMatrix = ({ labels, confusion, chosen, onChoose }: ConfusionMatrixProps) => {
  const table = useRef<HTMLTableElement>(null);
  const shares = useMemo(() => rowShares(confusion), [confusion]);
  const place = chosen && { row: labels.indexOf(chosen.actual), column: labels.indexOf(chosen.predicted) };
  const isChosen = place !== undefined && hasMistakes(confusion, place);
  const stop = isChosen ? place : firstMistakes(confusion);
  const onKeyDown = (event: KeyboardEvent): void => {
    const { row, column } = event.target instanceof HTMLElement ? event.target.dataset : {};
    if (row === undefined || column === undefined) return;
    const next = neighbour(confusion, { row: Number(row), column: Number(column) }, event.key);
    if (!next) return;
    event.preventDefault();
    table.current?.querySelector<HTMLElement>(`button[data-row="${next.row}"][data-column="${next.column}"]`)?.focus();
  };
  const isLong = labels.some((label) => [...label].length > 3);
  // A large one is thousands of cells, and the panel is drawn anew with every report of the run.
  return useMemo(
    () => (
      <>
        <p class="muted">
          {t('Rows are the true classes, columns the predicted ones. A number of mistakes shows which they are.')}
        </p>
        <div class="scroll label-box" tabIndex={0} role="region" aria-label={t('Which class is taken for which')}>
          <table ref={table} class={`confusion ${isLong ? 'long-names' : ''}`} onKeyDown={onKeyDown}>
            <caption class="visually-hidden">{t('True classes by predicted ones')}</caption>
            <thead>
              <tr>
                <th scope="col" class="corner">
                  {t('predicted →')}
                  <br />
                  {t('true ↓')}
                </th>
                {labels.map((label) => (
                  <th key={label} scope="col" title={label}>
                    <span>{label}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labels.map((label, row) => (
                <tr key={label}>
                  <th scope="row" title={label}>
                    {label}
                  </th>
                  {labels.map((predicted, column) => (
                    <MatrixCell
                      key={predicted}
                      place={{ row, column }}
                      count={confusion[row]?.[column] ?? 0}
                      share={shares[row]?.[column] ?? 0}
                      names={{ actual: label, predicted }}
                      isChosen={isChosen && place.row === row && place.column === column}
                      isStop={stop?.row === row && stop.column === column}
                      onChoose={onChoose}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </>
    ),
    [labels, confusion, chosen?.actual, chosen?.predicted],
  );
};

interface MatrixCellProps {
  readonly place: MatrixPlace;
  readonly count: number;
  readonly share: number;
  readonly names: Confused;
  readonly isChosen: boolean;
  /** Where the tab key arrives. */
  readonly isStop: boolean;
  readonly onChoose: (chosen: Confused | undefined) => void;
}

const MatrixCell = ({ place: { row, column }, count, share, names, isChosen, isStop, onChoose }: MatrixCellProps) => {
  const kind = count === 0 ? 'none' : row === column ? 'right' : 'wrong';
  const words = t(
    '{0} taken for {1}: {2}, {3} % of the class',
    names.actual,
    names.predicted,
    formatCount(count),
    formatNumber(share * 100, 2),
  );
  return (
    <td class={`cell-${kind}`} style={{ '--share': share }} title={words}>
      {kind === 'wrong' ? (
        <button
          type="button"
          data-row={row}
          data-column={column}
          aria-label={words}
          aria-pressed={isChosen}
          tabIndex={isStop ? 0 : -1}
          onClick={() => onChoose(isChosen ? undefined : names)}
        >
          {formatCount(count)}
        </button>
      ) : (
        formatCount(count)
      )}
    </td>
  );
};
