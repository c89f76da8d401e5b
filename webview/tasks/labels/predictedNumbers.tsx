import type { PredictedNumber } from '../../../engine/protocol.ts';
import { t } from '../../strings.ts';

/** The numbers that a text comes to, each with the bounds that hold 80 % of all errors. */
export const PredictedNumbers = ({ numbers }: { readonly numbers: readonly PredictedNumber[] }) => (
  <ul class="legend" aria-live="polite" aria-label={t('Predicted numbers')}>
    {numbers.map(({ column, text, low = null, high = null }) => (
      <li key={column}>
        {column} <b>{text}</b>{' '}
        {low !== null && high !== null && (
          <span class="muted">{t('80 % between {0} and {1}', round(low, text), round(high, text))}</span>
        )}
      </li>
    ))}
  </ul>
);

/** With as many digits as the value. */
const round = (bound: number, text: string): string => bound.toFixed(text.split('.')[1]?.length ?? 0);
