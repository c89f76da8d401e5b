import type { Baselines, Metrics } from '../protocol.ts';
import { formatNumber } from './formatNumber.ts';
import { renderTable } from './table.ts';

const names: Readonly<Record<string, string>> = {
  mae: 'MAE',
  rmse: 'RMSE',
  smape: 'sMAPE',
  mase: 'MASE',
  crossEntropy: 'nats/symbol',
  bitsPerCharacter: 'bits/character',
  perplexity: 'perplexity',
  accuracy: 'accuracy',
  f1: 'F1',
};

const definitions: Readonly<Record<string, string>> = {
  smape: 'sMAPE: 200 · mean(|y − f| / (|y| + |f|)), 0 to 200',
  mase: 'MASE: MAE over that of the seasonal naive forecast on the training split',
  f1: 'F1: mean over the classes',
};

/** The name a person knows a metric by. */
export const metricName = (metric: string): string => names[metric] ?? metric;

/** `seasonalNaive` as words: `seasonal naive`. */
export const baselineName = (baseline: string): string =>
  baseline.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Lines of a table of the model against its baselines, with the definitions that differ between programs. */
export const renderMetrics = (title: string, model: Metrics, baselines: Baselines): string[] => {
  const metrics = [...new Set([model, ...Object.values(baselines)].flatMap((row) => Object.keys(row)))];
  const cells = (row: Metrics): string[] => metrics.map((metric) => formatNumber(row[metric] ?? NaN));
  const rows = [
    [title, ...metrics.map(metricName)],
    ['model', ...cells(model)],
    ...Object.entries(baselines).map(([name, row]) => [baselineName(name), ...cells(row)]),
  ];
  const notes = metrics.flatMap((metric) => definitions[metric] ?? []);
  return [...renderTable(rows), ...notes.map((note) => `  ${note}`)];
};
