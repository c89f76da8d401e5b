import { InputError } from '../../../errors.ts';
import type { ForecastPlot } from '../../../protocol.ts';
import type { LoadedModel } from '../../loadedModel.ts';
import type { OpenedFile } from '../../openedFile.ts';
import { formatFor } from '../../../files/formatFor.ts';
import { oneScale } from '../../simple/targetScales.ts';
import { readForecast } from '../columns/readForecast.ts';
import { seriesSplit } from '../columns/learnedRows.ts';
import { encodeForecast } from '../encodeForecast.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import type { ForecastData } from '../forecastFields.ts';
import { forecastRows } from '../forecastRows.ts';
import { splitWindows } from '../forecastWindows.ts';
import { plotForecast } from '../plotForecast.ts';
import { seriesOf } from '../backtest/seenRows.ts';
import { codecOfSeries } from './seriesCodec.ts';

/** See `Task.plotSeries`: encodes that series alone. */
export const plotSeries = async (
  { model, session }: LoadedModel<ForecastData, ForecastCodec>,
  file: OpenedFile,
  name: string,
): Promise<ForecastPlot> => {
  const { data } = model.config;
  const parts = seriesOf(readForecast(await file.readTable(await formatFor(data, file.path)), data), data);
  const part = parts.find((one) => one.name === name);
  if (!part) throw new InputError(`has no series ${JSON.stringify(name)} any more`, { file: file.path });
  const { table } = part;
  const codec = codecOfSeries(model.codec, name, table, data);
  const encoded = encodeForecast(table, data, codec, file.limits.encoded);
  const { source, simple } = encoded;
  session.load(source);
  const { epoch, intervals, spread, blend } = model;
  const shown = {
    ...{ source, simple, scales: oneScale(codec), steps: data.window },
    rows: forecastRows(table, data, codec, encoded.firstComplete),
    splits: splitWindows(encoded.examples, data, seriesSplit(table, data.targets, data.split)),
    rowsOf: name,
  };
  return plotForecast(session, shown, { epoch, intervals, spread, blend });
};
