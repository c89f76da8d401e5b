import { basename } from 'node:path';
import type { RunConfig } from '../engine/config.ts';
import type { Baselines, EpochEvent, Metrics, RunRecord, StepEvent } from '../engine/protocol.ts';
import type { RunState } from '../webview/protocol.ts';
import { escapeMarkdown } from './escapeMarkdown.ts';

const metricLabels: Readonly<Record<string, string>> = {
  mae: 'MAE',
  rmse: 'RMSE',
  smape: 'sMAPE',
  mase: 'MASE',
  f1: 'F1',
};
const units: Readonly<Record<string, string>> = {
  crossEntropy: 'nats/char',
  bitsPerCharacter: 'bits/char',
};

/** Three significant digits, and no more than the number needs: `0.182`, `1.91`, `284`. */
export const formatNumber = (value: number): string => {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return String(Number(size >= 100 ? value.toFixed(0) : value.toPrecision(3)));
};

/** `MAE 1.91`, `1.87 nats/char`, `accuracy 97.2 %`. */
export const formatMetric = (name: string, value: number): string => {
  const unit = units[name];
  if (unit) return `${formatNumber(value)} ${unit}`;
  if (name === 'accuracy') return `accuracy ${formatNumber(value * 100)} %`;
  return `${metricLabels[name] ?? name} ${formatNumber(value)}`;
};

/** `lstm 64`, `lstm 2×128`, `gru 64+32`. */
export const modelTitle = ({ model }: RunConfig): string => {
  const { cell, numLayers, hiddenSize, layerSizes } = model;
  return `${cell} ${layerSizes?.join('+') ?? `${numLayers > 1 ? `${numLayers}×` : ''}${hiddenSize}`}`;
};

/** `weather.csv · lstm 64` */
export const runTitle = (record: RunRecord): string => `${basename(record.file)} · ${modelTitle(record.config)}`;

export interface Headline {
  readonly metric: string;
  readonly value: number;
  /** The strongest baseline by the same metric, when there is one. */
  readonly baseline?: { readonly name: string; readonly value: number };
  readonly beatsBaseline: boolean;
}

/** The best epoch's first metric beside the strongest baseline; undefined before the first epoch. */
export const headlineOf = ({ best, baselines, headline }: RunRecord): Headline | undefined => {
  const value = best?.metrics[headline.metric];
  // JSON has no NaN: what could not be computed comes as null.
  if (!isNumber(value)) return undefined;
  const baseline = strongestBaseline(baselines, headline);
  const { metric, lowerIsBetter } = headline;
  const beatsBaseline = !baseline || (lowerIsBetter ? value < baseline.value : value > baseline.value);
  return { metric, value, beatsBaseline, ...(baseline && { baseline }) };
};

const isNumber = (value: number | undefined): value is number => Number.isFinite(value);

const strongestBaseline = (
  baselines: Baselines,
  { metric, lowerIsBetter }: RunRecord['headline'],
): Headline['baseline'] => {
  const values = Object.entries(baselines).flatMap(([name, metrics]) => {
    const value = metrics[metric];
    return isNumber(value) ? [{ name, value }] : [];
  });
  return values.sort((a, b) => (lowerIsBetter ? a.value - b.value : b.value - a.value))[0];
};

/** `MAE 1.91 (naive 2.37)`; the baseline's own words come from `words`. */
export const headlineText = (record: RunRecord, words: { readonly naive: string }): string | undefined => {
  const headline = headlineOf(record);
  if (!headline) return undefined;
  const { metric, value, baseline } = headline;
  const shown = formatMetric(metric, value);
  if (!baseline) return shown;
  const against = metric === 'accuracy' ? `${formatNumber(baseline.value * 100)} %` : formatNumber(baseline.value);
  return `${shown} (${words.naive} ${against})`;
};

export interface RunProgress {
  /** The one under way; of a run that does not train the last finished one. */
  readonly epoch: number;
  readonly epochs: number;
  readonly trainLoss?: number;
  /** Of the newest finished epoch. */
  readonly validLoss?: number;
  readonly eta?: number;
}

/** Where the run is, after one more report. */
export const progressAfter = (progress: RunProgress, event: StepEvent | EpochEvent): RunProgress => {
  const { epoch, eta } = event;
  if (event.event === 'step') return { ...progress, epoch, trainLoss: event.trainLoss, eta };
  return { epoch, epochs: event.epochs, validLoss: event.validLoss, eta };
};

/** `12/40 · 0.182`: the validation loss as soon as an epoch has given one. */
export const progressText = ({ epoch, epochs, trainLoss, validLoss }: RunProgress): string => {
  const loss = validLoss ?? trainLoss;
  return `${epoch}/${epochs}${isNumber(loss) ? ` · ${formatNumber(loss)}` : ''}`;
};

/** `mae 1.91, rmse 2.4`, as rows of a Markdown table; the names are shown as they stand. */
export const metricsTable = (columns: Readonly<Record<string, Metrics>>): string => {
  const names = [...new Set(Object.values(columns).flatMap((metrics) => Object.keys(metrics)))];
  const heads = Object.keys(columns).map((name) => escapeMarkdown(inWords(name)));
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const cell = (metrics: Metrics, name: string): string => {
    const value = metrics[name];
    return isNumber(value) ? formatNumber(value) : '';
  };
  return [
    row(['', ...heads]),
    row(['', ...heads].map(() => '---')),
    ...names.map((name) =>
      row([metricLabels[name] ?? escapeMarkdown(inWords(name)), ...Object.values(columns).map((m) => cell(m, name))]),
    ),
  ].join('\n');
};

/** `seasonal naive` for `seasonalNaive`. */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** `12 s`, `3 min`, `1 h 5 min`. */
export const formatDuration = (seconds: number): string => {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** Codicon of a state; `$(name)` in text. */
export const stateIcons: Readonly<Record<RunState, string>> = {
  starting: 'loading~spin',
  running: 'sync~spin',
  paused: 'debug-pause',
  finished: 'check',
  stopped: 'debug-stop',
  failed: 'error',
  interrupted: 'debug-disconnect',
  deleted: 'trash',
};
