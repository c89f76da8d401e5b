import { formatNumber } from '../formatNumber.ts';
import { t } from '../strings.ts';

/** A metric or baseline as a person calls it; unknown names are taken apart at their capitals. */
export const metricName = (name: string): string => {
  switch (name) {
    case 'mae':
      return 'MAE';
    case 'rmse':
      return 'RMSE';
    case 'smape':
      return 'sMAPE';
    case 'mase':
      return 'MASE';
    case 'f1':
      return 'F1';
    case 'accuracy':
      return t('accuracy');
    case 'crossEntropy':
      return t('nats per symbol');
    case 'bitsPerCharacter':
      return t('bits per character');
    case 'perplexity':
      return t('perplexity');
    case 'lastValue':
      return t('last value');
    case 'seasonalNaive':
      return t('seasonal naive');
    case 'majority':
      return t('most frequent class');
    default:
      return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  }
};

/** How a metric is computed, for those that programs define differently. */
export const metricDefinition = (name: string): string | undefined => {
  switch (name) {
    case 'smape':
      return t('200 · mean(|y − f| / (|y| + |f|)), from 0 to 200');
    case 'mase':
      return t('MAE over that of the seasonal naive forecast on the training split; below 1 beats it');
    case 'f1':
      return t('mean over the classes');
    default:
      return undefined;
  }
};

/** The number with the unit its metric has. */
export const metricValue = (name: string, value: number): string =>
  name === 'accuracy' ? `${(value * 100).toFixed(1)} %` : threeDigits(value);

/** Trailing zeros stay, so that numbers side by side are read at one glance: 2.37 and 2.60. */
const threeDigits = (value: number): string => {
  const size = Math.abs(value);
  return size >= 0.001 && size < 999.5 ? value.toPrecision(3).replace('-', '−') : formatNumber(value, 3);
};
