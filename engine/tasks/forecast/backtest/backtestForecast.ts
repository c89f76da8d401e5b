import type { RunConfig } from '../../../config.ts';
import { InputError } from '../../../errors.ts';
import { formatFor } from '../../../files/formatFor.ts';
import type { Table } from '../../../files/readTable.ts';
import type { BacktestPlan, BacktestScores } from '../../../protocol.ts';
import { count } from '../../../words/count.ts';
import type {
  BacktestOptions,
  FoldReader,
  HeldPart,
  OriginScorer,
  RollingOrigins,
} from '../../backtest/rollingOrigins.ts';
import type { OpenedFile } from '../../openedFile.ts';
import type { ModelParts } from '../../model.ts';

import { ViewedFile } from '../../backtest/viewedFile.ts';
import { type EncodedForecast, encodeForecast } from '../encodeForecast.ts';
import { firstExample } from '../firstExample.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import { type Forecast, ForecastDecoder } from '../forecastDecoder.ts';
import type { ForecastData } from '../forecastFields.ts';
import { readOutputs } from '../predictWindows.ts';
import { widerShare } from '../calibration/intervalShares.ts';
import { type Bounds, quantileLoss } from '../calibration/quantileLoss.ts';
import { describeParts } from '../calibration/sayBlend.ts';
import { readForecast } from '../columns/readForecast.ts';
import { codecOfSeries } from '../series/seriesCodec.ts';
import { oneScale } from '../../simple/targetScales.ts';
import { FoldBook } from './foldBook.ts';
import type { FoldForecast, Forecaster } from './foldTable.ts';
import { type SeriesRows, rowsBefore, rowsUntil, seriesOf } from './seenRows.ts';

/** Rows that a first fold should leave to learn from: horizons, and at least so many. */
const [horizonsLeft, rowsLeft] = [4, 20];
/** A model that stays this near to the last value, as a share of how far the truth goes from it, repeats it. */
const echoShare = 0.25;

/** Folds of a backtest of which nobody has said how many. */
const usualFolds = 5;

/** See `Task.planBacktest`. */
export const planBacktest = async (
  file: OpenedFile,
  { data }: RunConfig<ForecastData>,
  { horizon = data.horizon, until }: Partial<BacktestOptions> = {},
): Promise<BacktestPlan> => {
  const read = readForecast(await seenOf(file, data, until).readTable(await formatFor(data, file.path)), data);
  const mostFolds = roomIn(longest(seriesOf(read, data)), horizon);
  return { horizon, folds: Math.max(1, Math.min(usualFolds, mostFolds)), mostFolds };
};

/** See `Task.backtest`: each series of a table has its own origins. */
export const backtestForecast = async (
  file: OpenedFile,
  { data }: RunConfig<ForecastData>,
  options: BacktestOptions,
): Promise<RollingOrigins> => {
  const { until, folds, horizon } = options;
  const seen = seenOf(file, data, until);
  const read = readForecast(await seen.readTable(await formatFor(data, file.path)), data);
  const parts = seriesOf(read, data);
  checkRoom(read, parts, options);
  const { limits } = file;
  return {
    ...(data.known && { wholeData: { known: data.known } }),
    rows: longest(parts) - folds * horizon,
    before: (fold) =>
      new ViewedFile(seen, (table) => rowsBefore(readForecast(table, data), data, (folds - fold) * horizon)),
    scorer: () => scorerOf(new FoldScores(parts, data, options), limits.encoded),
  };
};

const seenOf = (file: OpenedFile, data: ForecastData, until: HeldPart | undefined): OpenedFile =>
  until ? new ViewedFile(file, (table) => rowsUntil(readForecast(table, data), data, until)) : file;

const scorerOf = (held: FoldScores, limit: number): OriginScorer => ({
  score: async (fold, session, model) => {
    await Promise.resolve();
    held.score(fold, model, limit, (encoded, examples) => {
      session.load(encoded.source);
      return readOutputs(session, encoded.source, examples);
    });
  },
  scores: () => held.scores(),
  folds: () => held.folds(),
});

const checkRoom = (table: Table, parts: readonly SeriesRows[], { folds, horizon, until }: BacktestOptions): void => {
  const rows = longest(parts);
  const most = roomIn(rows, horizon);
  if (folds <= most) return;
  const takes = `${count(folds, 'fold')} of ${count(horizon, 'row')} take ${folds * horizon} of its ${count(rows, 'row')}${untilWords(until)}`;
  const left = `and leave too few to learn from`;
  const way = most > 0 ? `take at most ${count(most, 'fold')}, or a shorter horizon` : 'take a shorter horizon';
  const which = parts.length > 1 ? ' in the longest series' : '';
  throw new InputError(`${takes}${which}, ${left}: ${way}`, { file: table.file });
};

const untilWords = (until: HeldPart | undefined): string =>
  until ? ` before the ${until === 'test' ? 'test' : 'validation'} part` : '';

/** Not by `Math.max` of all: a hundred thousand arguments are too many. */
const longest = (parts: readonly SeriesRows[]): number =>
  parts.reduce((most, { table }) => Math.max(most, table.rows), 0);

/** How many folds leave rows enough to learn from; 0 where none does. */
const roomIn = (rows: number, horizon: number): number =>
  Math.max(0, Math.floor((rows - Math.max(horizonsLeft * horizon, rowsLeft)) / horizon));

/** What the network says of examples of a source. */
type ReadOutputs = (encoded: EncodedForecast, examples: Int32Array) => ReturnType<typeof readOutputs>;

/** A series as a model reads it. */
interface ReadyPart {
  readonly name: string;
  readonly rows: number;
  readonly codec: ForecastCodec;
  readonly encoded: EncodedForecast;
}

/** Forecasts one row ahead that are made besides those of folds, at most: as many take a small part of the time of training. */
const mostResiduals = 20_000;

class FoldScores {
  private readonly parts: readonly SeriesRows[];
  private readonly data: ForecastData;
  private readonly options: BacktestOptions;
  private readonly book: FoldBook;
  /** Of so many series one has its residuals looked at. */
  private readonly residualsEvery: number;
  private readonly skipped = new Set<string>();
  private readonly echo = { moved: 0, truth: 0 };
  private madeOf: string | undefined;
  private codec: ForecastCodec | undefined;
  private readied: { readonly model: ModelParts; readonly parts: readonly ReadyPart[] } | undefined;

  constructor(parts: readonly SeriesRows[], data: ForecastData, options: BacktestOptions) {
    this.parts = parts;
    this.data = data;
    this.options = options;
    const rows = options.folds * options.horizon;
    this.residualsEvery = options.hasResiduals ? Math.ceil((parts.length * rows) / mostResiduals) : Infinity;
    const booked = parts.map(({ table, name }) => ({
      ...{ table, name, end: table.rows },
      learned: Math.max(0, table.rows - rows),
    }));
    this.book = new FoldBook(booked, data, options, rows);
  }

  score(fold: number, model: ModelParts, limit: number, read: ReadOutputs): void {
    const trained = model.codec as ForecastCodec;
    const data = model.config.data as ForecastData;
    this.codec = trained;
    this.madeOf = describeParts(model, trained);
    const { folds, horizon } = this.options;
    for (const [index, { name, rows, codec, encoded }] of this.ready(model, limit).entries()) {
      const origin = rows - (folds - fold) * horizon;
      const { source, firstComplete, simple } = encoded;
      const example = origin - data.window;
      if (example < firstExample(source, { firstComplete }, data.window)) {
        this.skipped.add(name);
        continue;
      }
      // The others but the first are those that residuals are of.
      const hasResiduals = index % this.residualsEvery === 0 && this.residualsEvery < Infinity;
      const output = read(
        encoded,
        Int32Array.from({ length: hasResiduals ? horizon : 1 }, (_, row) => example + row),
      );
      const decoder = new ForecastDecoder(oneScale(codec), model, simple);
      for (const target of codec.targets.keys()) {
        const at = index * codec.targets.length + target;
        const actualAt = (ahead: number): number => simple.values[target]?.at(origin + ahead) ?? NaN;
        const last = simple.from('lastValue', target, origin)(0);
        const baselines = simple.namesOf(target).map((who) => ({ who, forecast: simple.from(who, target, origin) }));
        for (let ahead = 0; ahead < horizon; ahead++) {
          const actual = actualAt(ahead);
          const said = output(0, ahead, target);
          const forecast = decoder.forecast(origin, ahead, target, said);
          const intervalOf = (share: number) =>
            decoder.interval({ origin, ahead, target, share }, forecast.value, said);
          const add = (who: Forecaster, told: Forecast, judged: Partial<FoldForecast> = {}): void =>
            this.book.add(who, at, { fold, ahead, actual, ...told, ...judged });
          add('model', forecast, judgeQuantiles(actual, forecast, intervalOf));
          if (model.blend) {
            const value = decoder.network(origin, target, said.mean);
            add('network', { value }, { loss: Math.abs(actual - value) });
          }
          for (const { who, forecast: simpler } of baselines) {
            const value = simpler(ahead);
            add(who, { value }, { loss: Math.abs(actual - value) });
          }
          if (Number.isNaN(actual)) continue;
          const unit = Math.abs(last) || 1;
          this.echo.moved += Math.abs(forecast.value - last) / unit;
          this.echo.truth += Math.abs(actual - last) / unit;
        }
        for (let row = 0; hasResiduals && row < horizon; row++) {
          const forecast = decoder.forecast(origin + row, 0, target, output(row, 0, target));
          this.book.addResidual(at, fold * horizon + row, { actual: actualAt(row), ...forecast });
        }
      }
    }
  }

  /** Encoded once for all folds that a model forecasts. */
  private ready(model: ModelParts, limit: number): readonly ReadyPart[] {
    if (this.readied?.model === model) return this.readied.parts;
    const data = model.config.data as ForecastData;
    const parts = this.parts.map(({ table, name }) => {
      const codec = codecOfSeries(model.codec as ForecastCodec, name, table, data);
      const encoded = encodeForecast(table, data, codec, limit / this.parts.length);
      return { name, rows: table.rows, codec, encoded };
    });
    this.readied = { model, parts };
    return parts;
  }

  scores(): BacktestScores {
    const { book } = this;
    return {
      ...book.scores(this.codec),
      bySeries: book.listed().map((at) => ({ name: book.series[at]?.name ?? '', metrics: book.metricsOf(at) })),
      ...(this.madeOf !== undefined && { madeOf: this.madeOf }),
      notes: this.notes(),
    };
  }

  /** What there is to look at, each series by its place in `bySeries`. */
  folds(): FoldReader {
    return this.book.reader(this.book.listed());
  }

  private notes(): string[] {
    const { moved, truth } = this.echo;
    const model = this.book.metrics('model')['mae'] ?? NaN;
    const last = this.book.metrics('lastValue')['mae'] ?? NaN;
    const notes: string[] = [];
    if (moved <= echoShare * truth && model > 0.95 * last) {
      const share = Math.round((100 * moved) / truth);
      notes.push(
        `The model echoes the last value: its forecasts move from it by ${share} % of how far the series does, and are ` +
          'hardly better than it. What comes next does not show in these columns.',
      );
    }
    if (this.skipped.size > 0) {
      const [first = ''] = this.skipped;
      const others = this.skipped.size > 1 ? ` and ${count(this.skipped.size - 1, 'other')}` : '';
      notes.push(`Too short to forecast from each origin, and not counted there: ${first}${others}.`);
    }
    if (this.data.targets.length > 1) notes.push('MAE, RMSE and width over all mix the units of the targets.');
    return notes;
  }
}

/** What the intervals of a forecast come to; one without is one value for all quantiles. */
const judgeQuantiles = (
  actual: number,
  { value, low }: Forecast,
  intervalOf: (share: number) => Bounds,
): Pick<FoldForecast, 'loss' | 'isInWider'> => {
  if (low === undefined) return { loss: Math.abs(actual - value) };
  const wider = intervalOf(widerShare);
  const isKnown = wider.low !== undefined && wider.high !== undefined;
  return {
    loss: quantileLoss(actual, value, intervalOf),
    ...(isKnown && { isInWider: actual >= (wider.low ?? NaN) && actual <= (wider.high ?? NaN) }),
  };
};
