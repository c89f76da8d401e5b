import type { WindowSource } from '../../../compute/source.ts';
import { InputError } from '../../../errors.ts';
import type { Session } from '../../../network/session.ts';
import type { SampledPaths } from '../../../protocol.ts';
import type { PredictionTable } from '../../predictionTable.ts';
import type { TableRows } from '../../preparedData.ts';
import type { ForecastDecoder } from '../forecastDecoder.ts';
import type { AskedPaths } from './askedPaths.ts';
import { samplePaths } from './samplePaths.ts';

export interface PathsAsked {
  readonly asked: AskedPaths;
  readonly window: number;
  /** Steps that are forecast, at most the horizon. */
  readonly steps: number;
  /** Whether the rows that are forecast stand in the file already, at its end. */
  readonly isOpen: boolean;
  /** The first row that a window may begin with. */
  readonly first: number;
}

/** Futures of one series from its last known row on, by target and as a table with a row for each step of each. */
export const predictPaths = (
  session: Session,
  source: WindowSource,
  rows: TableRows,
  decoder: ForecastDecoder,
  { asked, window, steps: most, isOpen, first }: PathsAsked,
): { readonly paths: readonly SampledPaths[]; readonly table: PredictionTable } => {
  const origin = isOpen ? endOfKnown(rows) : rows.count;
  if (origin - window < first) {
    throw new InputError(`has ${origin - first} complete rows before those to forecast; paths need ${window}`);
  }
  const steps = isOpen ? Math.min(most, rows.count - origin) : most;
  const drawn = samplePaths(session, source, decoder, asked.ranks, { ...asked, origin, steps, window });
  const times = isOpen
    ? Array.from({ length: steps }, (_, ahead) => rows.timeTextAt(origin + ahead) ?? '')
    : rows.nextTimes(steps);
  const hasTimes = rows.times !== undefined;
  return {
    paths: rows.targets.map(({ column }, target) => ({
      column,
      values: drawn.map((path) => path.map((step) => step[target] ?? NaN)),
    })),
    table: {
      header: ['path', hasTimes ? 'time' : 'step', ...rows.targets.map(({ column }) => column)],
      count: drawn.length * steps,
      cellsOf: (row) => {
        const [path, ahead] = [Math.floor(row / steps), row % steps];
        const values = drawn[path]?.[ahead] ?? [];
        return [
          path + 1,
          hasTimes ? (times[ahead] ?? '') : ahead + 1,
          ...rows.targets.map((target, at) => textOf(values[at] ?? NaN, target.format)),
        ];
      },
      rest: [],
    },
  };
};

const textOf = (value: number, format: (value: number) => string): string =>
  Number.isFinite(value) ? format(value) : '';

/** The row after the last one with a target. */
const endOfKnown = (rows: TableRows): number => {
  let end = rows.count;
  while (end > 0 && rows.targets.every((target) => target.isEmpty(end - 1))) end--;
  return end;
};
