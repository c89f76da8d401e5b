import type { Measured, MetricDescription, TaskDescription } from '../../engine/protocol.ts';
import { formatNumber } from '../formatNumber.ts';
import { t } from '../strings.ts';

/** What is known of the run's task; undefined of one that another version has. */
type Task = TaskDescription | undefined;

const metricOf = (task: Task, name: string): MetricDescription | undefined =>
  task?.metrics.find((metric) => metric.name === name);

/** A metric as a person calls it; unknown names are taken apart at their capitals. */
export const metricName = (task: Task, name: string): string => {
  const metric = metricOf(task, name);
  return metric ? t(metric.label) : takenApart(name);
};

/** A baseline as a person calls it. */
export const baselineName = (task: Task, name: string): string => {
  const baseline = task?.baselines.find((each) => each.name === name);
  return baseline ? t(baseline.label) : takenApart(name);
};

const takenApart = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** How a metric is computed, for those that programs define differently. */
export const metricDefinition = (task: Task, name: string): string | undefined => {
  const definition = metricOf(task, name)?.definition;
  return definition === undefined ? undefined : t(definition);
};

/** The number as its metric is written, `–` for what is not known. */
export const metricValue = (task: Task, name: string, value: Measured): string => {
  if (value === null) return formatNumber(value);
  return metricOf(task, name)?.format === 'percent' ? `${(value * 100).toFixed(1)} %` : threeDigits(value);
};

/** Trailing zeros stay, so that numbers side by side are read at one glance: 2.37 and 2.60. */
const threeDigits = (value: number): string => {
  const size = Math.abs(value);
  return size >= 0.001 && size < 999.5 ? value.toPrecision(3).replace('-', '−') : formatNumber(value, 3);
};
