import { basename } from 'node:path';
import type { RunConfig } from '../../engine/config.ts';
import type {
  Baselines,
  EpochEvent,
  Measured,
  MetricDescription,
  Metrics,
  RunRecord,
  StepEvent,
  TaskDescription,
} from '../../engine/protocol.ts';
import type { RunState } from '../../webview/protocol.ts';
import { escapeMarkdown } from '../escapeMarkdown.ts';

/** Three significant digits, and no more than the number needs: `0.182`, `1.91`, `284`. */
export const formatNumber = (value: number): string => {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return String(Number(size >= 100 ? value.toFixed(0) : value.toPrecision(3)));
};

const metricOf = (task: TaskDescription | undefined, name: string): MetricDescription | undefined =>
  task?.metrics.find((metric) => metric.name === name);

const metricNumber = (metric: MetricDescription | undefined, value: number): string =>
  metric?.format === 'percent' ? `${formatNumber(value * 100)} %` : formatNumber(value);

/** `MAE 1.91`, `1.87 nats/char`, `accuracy 97.2 %`; a metric that nothing is known of by its name. */
export const formatMetric = (task: TaskDescription | undefined, name: string, value: number): string => {
  const metric = metricOf(task, name);
  const shown = metricNumber(metric, value);
  return metric?.unit === undefined ? `${metric?.label ?? inWords(name)} ${shown}` : `${shown} ${metric.unit}`;
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
  /** Of the validation split else. */
  readonly isOfTest: boolean;
  readonly beatsBaseline: boolean;
}

/** Words of a headline, in the reader's language. */
export interface HeadlineWords {
  readonly naive: string;
  /** Around a metric of the test split. */
  readonly onTest: (shown: string) => string;
}

/**
 * The best epoch's first metric beside the strongest baseline, on the validation split; undefined before the first epoch. Of
 * a model that is more than its network, what was measured epoch by epoch is not what it says: once it is known, that of the
 * test split stands for it.
 */
export const headlineOf = (record: RunRecord): Headline | undefined => {
  const { metric, lowerIsBetter } = record.headline;
  const onTest = record.madeOf === undefined ? undefined : record.test?.metrics[metric];
  const isOfTest = onTest !== undefined && onTest !== null;
  const value = isOfTest ? onTest : record.best?.metrics[metric];
  if (value === undefined || value === null) return undefined;
  const { network: _, ...rivals } = (isOfTest ? record.test?.baselines : record.baselines) ?? {};
  const baseline = strongestBaseline(rivals, record.headline);
  const beatsBaseline = !baseline || (lowerIsBetter ? value < baseline.value : value > baseline.value);
  return { metric, value, isOfTest, beatsBaseline, ...(baseline && { baseline }) };
};

const strongestBaseline = (
  baselines: Baselines,
  { metric, lowerIsBetter }: RunRecord['headline'],
): Headline['baseline'] => {
  const values = Object.entries(baselines).flatMap(([name, metrics]) => {
    const { [metric]: value = null } = metrics;
    return value === null ? [] : [{ name, value }];
  });
  return values.sort((a, b) => (lowerIsBetter ? a.value - b.value : b.value - a.value))[0];
};

/** `MAE 1.91 (naive 2.37)`, `test MAE 1.91 (naive 2.37)`. */
export const headlineText = (
  record: RunRecord,
  task: TaskDescription | undefined,
  words: HeadlineWords,
): string | undefined => {
  const headline = headlineOf(record);
  if (!headline) return undefined;
  const { metric, value, isOfTest, baseline } = headline;
  const measured = formatMetric(task, metric, value);
  const shown = isOfTest ? words.onTest(measured) : measured;
  return baseline ? `${shown} (${words.naive} ${metricNumber(metricOf(task, metric), baseline.value)})` : shown;
};

export interface RunProgress {
  /** The one under way; of a run that does not train the last finished one. */
  readonly epoch: number;
  readonly epochs: number;
  readonly trainLoss?: number;
  /** Of the newest finished epoch; null where it had nothing to validate on. */
  readonly validLoss?: Measured;
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
  return `${epoch}/${epochs}${loss === undefined ? '' : ` · ${formatNumber(loss)}`}`;
};

/** Metrics of a model and of baselines as a Markdown table; names that nothing is known of are shown as they stand. */
export const metricsTable = (columns: Readonly<Record<string, Metrics>>, task: TaskDescription | undefined): string => {
  const names = [...new Set(Object.values(columns).flatMap((metrics) => Object.keys(metrics)))];
  const labelOf = (name: string): string => task?.baselines.find((each) => each.name === name)?.label ?? inWords(name);
  const heads = Object.keys(columns).map((name) => escapeMarkdown(labelOf(name)));
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['', ...heads]),
    row(['', ...heads].map(() => '---')),
    ...names.map((name) => {
      const metric = metricOf(task, name);
      const cells = Object.values(columns).map(({ [name]: value = null }) =>
        value === null ? '' : metricNumber(metric, value),
      );
      return row([escapeMarkdown(metric?.label ?? inWords(name)), ...cells]);
    }),
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
