import type { Baselines, MetricDescription, Metrics } from '../protocol.ts';
import { tasks } from '../tasks/registry.ts';
import { formatFigure } from './formatFigure.ts';
import { renderTable } from './table.ts';

/** What is known of a metric; names mean the same for all tasks. */
const find = (metric: string): MetricDescription | undefined =>
  tasks.flatMap(({ description }) => description.metrics).find(({ name }) => name === metric);

/** The name a person knows a metric by. */
export const metricName = (metric: string): string => {
  const known = find(metric);
  return known?.unit ?? known?.label ?? metric;
};

/** The name a person knows a baseline by; one that no task tells of is taken apart: `seasonal naive`. */
export const baselineName = (baseline: string): string => {
  const known = tasks.flatMap(({ description }) => description.baselines).find(({ name }) => name === baseline);
  return known?.label ?? baseline.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
};

/** Whether it is a part of the model and no rival of it. */
export const isPart = (baseline: string): boolean =>
  tasks.some(({ description }) =>
    description.baselines.some(({ name, isPart: part }) => name === baseline && part === true),
  );

/** Lines of a table of the model against its baselines, with the definitions that differ between programs. */
export const renderMetrics = (title: string, model: Metrics, baselines: Baselines): string[] => {
  const metrics = [...new Set([model, ...Object.values(baselines)].flatMap((row) => Object.keys(row)))];
  const cells = (row: Metrics): string[] => metrics.map((metric) => formatFigure(row[metric]));
  const rows = [
    [title, ...metrics.map(metricName)],
    ['model', ...cells(model)],
    ...Object.entries(baselines).map(([name, row]) => [baselineName(name), ...cells(row)]),
  ];
  const notes = metrics.flatMap((metric) => {
    const known = find(metric);
    return known?.definition === undefined ? [] : [`${known.label}: ${known.definition}`];
  });
  return [...renderTable(rows), ...notes.map((note) => `  ${note}`)];
};
