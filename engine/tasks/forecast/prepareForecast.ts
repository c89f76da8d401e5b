import type { RunConfig } from '../../config.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { InputError } from '../../errors.ts';
import { formatFor } from '../../files/formatFor.ts';
import { inTimeOrder } from '../../files/series/inTimeOrder.ts';
import type { EncodedFile, PreparedData } from '../preparedData.ts';
import type { OpenedFile } from '../openedFile.ts';
import { encodeForecast } from './encodeForecast.ts';
import { countInputs, fitForecast } from './fitForecast.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import type { ForecastData } from './forecastFields.ts';
import { forecastRows } from './forecastRows.ts';
import { splitWindows } from './forecastWindows.ts';

/** Windows of the series, and which of them train. */
export const prepareForecast = async (
  { data }: RunConfig<ForecastData>,
  file: OpenedFile,
): Promise<PreparedData<ForecastCodec>> => {
  const { table } = inTimeOrder(await file.readTable(data), data.time, data.timeZone);
  const points = splitPoints(table.rows, data.split);
  const codec = fitForecast(table, data, points.validStart);
  const { source, examples, dropped, firstComplete, scorer, baselines } = encodeForecast(
    table,
    data,
    codec,
    file.limits.encoded,
  );
  const splits = splitWindows(examples, data, points);
  if (splits.train.length === 0) {
    throw new InputError('has no training window with all its targets; use a smaller data.window or data.horizon', {
      file: table.file,
    });
  }
  const unscoredSplits = (['valid', 'test'] as const).filter(
    (name) => data.split[name] > 0 && splits[name].length === 0,
  );
  return {
    shape: {
      input: { kind: 'numbers', size: countInputs(codec) },
      outputSize: data.horizon * codec.targets.length,
      everyStep: false,
    },
    steps: data.window,
    source,
    codec,
    splits,
    baselines: { valid: baselines(splits.valid), test: baselines(splits.test) },
    headline: { metric: 'mae', lowerIsBetter: true },
    dropped: [
      ...dropped,
      ...unscoredSplits.map((name) => `The ${name} split has no window with all its targets and is not scored.`),
    ],
    rows: forecastRows(table, data, codec, firstComplete),
    scorer,
  };
};

/** The series of a file, with what training fitted. */
export const encodeForecastFile = async (
  { data }: RunConfig<ForecastData>,
  codec: ForecastCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const { table } = inTimeOrder(await file.readTable(formatFor(data, file.path)), data.time, data.timeZone);
  const { source, examples, dropped, firstComplete, scorer, baselines } = encodeForecast(
    table,
    data,
    codec,
    file.limits.encoded,
  );
  const rows = forecastRows(table, data, codec, firstComplete);
  return { source, examples, dropped, rows, scorer, baselines: baselines(examples) };
};
