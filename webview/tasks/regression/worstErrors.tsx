import { formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import type { ScatterColumn } from './scatterRange.ts';

interface WorstErrorsProps {
  readonly column: ScatterColumn;
  readonly onOpen: (line: number) => void;
}

/** What the model was furthest off with; a click opens the file at the line. */
export const WorstErrors = ({ column: { worst }, onOpen }: WorstErrorsProps) => {
  if (worst.length === 0) return <p class="muted">{t('There are none.')}</p>;
  return (
    <ol class="mistakes label-box">
      {worst.map(({ line, actual, predicted, error, excerpt }) => (
        <li key={line}>
          <button
            type="button"
            class={`mistake ${excerpt === undefined ? 'without-text' : 'of-number'}`}
            title={t('Open line {0}', line)}
            onClick={() => onOpen(line)}
          >
            <span class="number">{error === null ? '–' : signed(error)}</span>
            <span class="mistake-classes">
              {actual} <span aria-label={t('predicted as')}>→</span> {predicted}
            </span>
            {excerpt !== undefined && <span class="mistake-text">{excerpt.replace(/\s+/g, ' ')}</span>}
            <span class="mistake-line">{t('line {0}', line)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
};

const signed = (error: number): string => `${error > 0 ? '+' : ''}${formatNumber(error, 3)}`;
