import type { BeforeAfter, NarrowType, SmallExport } from '../../protocol.ts';
import { shortPath } from '../describeRun.ts';
import { formatFigure } from '../formatFigure.ts';
import { metricName } from '../metricsTable.ts';

/** What a small model weighs, and what it costs on the validation part. */
export const describeSmall = (out: string, type: NarrowType, small: SmallExport): string[] => {
  const { bytes, bytesBefore, errors, unmeasured } = small;
  const size = `the model in ${type} is in ${shortPath(out)}: ${formatBytes(bytes)}, ${formatBytes(bytesBefore)} in float32`;
  if (!errors) return [size, `what that costs was not measured: ${unmeasured ?? 'nobody asked'}`];
  const { loss, metric, outputs } = errors;
  const figures = [`loss ${change(loss)}`, ...(metric ? [`${metricName(metric.name)} ${change(metric)}`] : [])];
  return [
    size,
    `on the validation part: ${figures.join('; ')}`,
    ...(outputs
      ? [
          `what the network puts out there is off by ${formatShare(outputs.share)} ` +
            `(root mean square ${formatFigure(outputs.difference)}, at most ${formatFigure(outputs.largest)})`,
        ]
      : []),
  ];
};

const change = ({ before, after }: BeforeAfter): string => {
  const figures = `${formatFigure(after)}, in float32 ${formatFigure(before)}`;
  if (before === null || after === null || before === 0) return figures;
  const percent = 100 * (after / before - 1);
  return `${figures} (${percent < 0 ? '−' : '+'}${Number(Math.abs(percent).toPrecision(2))} %)`;
};

const formatShare = (share: number | null): string => (share === null ? '–' : `${formatFigure(100 * share)} %`);

const formatBytes = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toPrecision(3)} kB` : `${(bytes / 1e6).toPrecision(3)} MB`;
