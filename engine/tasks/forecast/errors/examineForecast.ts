import { takeBreath } from '../../../errands/errand.ts';
import { InputError } from '../../../errors.ts';
import type { Examination } from '../../../protocol.ts';
import { count } from '../../../words/count.ts';
import type { ExamineOptions, Examined } from '../../backtest/examined.ts';
import type { LoadedModel } from '../../loadedModel.ts';
import type { Calibration } from '../../model.ts';
import type { OpenedFile } from '../../openedFile.ts';
import { FoldBook } from '../backtest/foldBook.ts';
import { describeBlend } from '../calibration/sayBlend.ts';
import { learnedRows } from '../columns/learnedRows.ts';
import { firstExample } from '../firstExample.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import { ForecastDecoder, type NetworkOutput } from '../forecastDecoder.ts';
import type { ForecastData } from '../forecastFields.ts';
import { splitWindows } from '../forecastWindows.ts';
import { readOutputs } from '../predictWindows.ts';
import { type OpenedParts, type OpenedPart, openParts } from '../series/openParts.ts';

/** Windows that are looked at one by one, of each series. */
const mostFolds = 24;
/** Windows of all series: those of a test split of some hundred series. While a network trains, it is left the cores. */
const mostWindows = { whole: 32_768, quick: 4096 } as const;
/** Values of them, all steps and targets counted. */
const mostValues = 2 ** 22;
/** Series that are told of. */
const mostSeries = 20_000;
/** Windows that are forecast at once. */
const windowsAtOnce = 512;

/** See `Task.examine`. */
export const examineForecast = async (
  { file: modelFile, model, session }: LoadedModel<ForecastData, ForecastCodec>,
  file: OpenedFile,
  { split: wanted, isQuick }: ExamineOptions,
): Promise<Examined> => {
  const { config, codec, epoch } = model;
  const { data } = config;
  const opened = await openParts(data, codec, file);
  const split =
    wanted === 'test' && opened.parts.some((part) => windowsOf(part, data).test.length > 0) ? 'test' : 'valid';
  const most = Math.min(mostWindows[isQuick ? 'quick' : 'whole'], mostValues / data.horizon / data.targets.length);
  const held = opened.parts.map((part) =>
    heldOf(part, data, split, Math.max(1, Math.floor(most / opened.parts.length))),
  );
  const folds = foldsOf(held);
  if (folds === 0) {
    throw new InputError('has no window of the validation or test part to be forecast: it is too short', {
      file: file.path,
    });
  }
  const rows = held.reduce((longest, { windows }) => Math.max(longest, windows.length), 0);
  const parts = held.map(({ part: { name, table, points }, end }) => ({
    name,
    table,
    end,
    learned: points.validStart,
  }));
  const book = new FoldBook(parts, data, { folds, horizon: data.horizon }, rows);
  const scorer = new HeldScorer(opened, held, book, model);
  session.load(opened.encoded.source);
  const examples = Int32Array.from(held.flatMap(({ windows, part }) => [...windows.map((one) => one + part.start)]));
  for (let from = 0; from < examples.length; from += windowsAtOnce) {
    await takeBreath({ doing: `scoring the ${split} split`, share: from / examples.length });
    const some = examples.subarray(from, from + windowsAtOnce);
    const read = readOutputs(session, opened.encoded.source, some);
    for (const [index, example] of some.entries()) scorer.add(example, (...at) => read(index, ...at));
  }
  const scores = book.scores(codec);
  if (!Number.isFinite(scores.overall['model']?.['mae'] ?? NaN)) {
    throw new InputError('forecasts nothing that is a number in the rows that were held out', { file: modelFile });
  }
  const listed = book.listed(mostSeries);
  const only = ['model', ...(scores.verdict ? [scores.verdict.rival] : [])];
  const examination: Examination = {
    ...scores,
    ...{ split, epoch, folds, horizon: data.horizon, windows: held.reduce((sum, { whole }) => sum + whole.size, 0) },
    bySeries: listed.flatMap((at) => {
      const { name, part, column } = book.series[at] ?? {};
      if (name === undefined || !part || column === undefined) return [];
      return { name, ...(part.name !== '' && { series: part.name }), column, metrics: book.metricsOf(at, only) };
    }),
    seriesInAll: book.series.length,
    ...(model.blend && { madeOf: describeBlend(model.blend, codec) }),
    notes: notesOf(held, data),
  };
  return { examination, folds: book.reader(listed) };
};

/** What of a series is looked at. */
interface HeldPart {
  readonly part: OpenedPart;
  /** The row before which the split ends. */
  readonly end: number;
  /** Windows beside each other, up to the end. */
  readonly foldCount: number;
  /** Ascending: those of older folds, then one before each of the newest rows of the split. */
  readonly windows: Int32Array;
  /** Those of the newest rows that have all their targets in the split, and so count. */
  readonly whole: ReadonlySet<number>;
  /** Windows of the split that would count, but are not looked at. */
  readonly omitted: number;
}

const windowsOf = ({ encoded, points }: OpenedPart, data: ForecastData) => splitWindows(encoded.examples, data, points);

/** @param most windows of one row after the other, and folds */
const heldOf = (part: OpenedPart, data: ForecastData, split: 'valid' | 'test', most: number): HeldPart => {
  const { points, table, encoded } = part;
  const { window, horizon } = data;
  const all = windowsOf(part, data)[split];
  const end = split === 'test' ? learnedRows(table, data.targets) : points.testStart;
  const start = split === 'test' ? points.testStart : points.validStart;
  const first = Math.max(start - window, firstExample(encoded.source, encoded, window));
  const room = end - horizon - window - first;
  const foldCount = room < 0 ? 0 : Math.min(mostFolds, most, Math.floor(room / horizon) + 1);
  const newest = Math.max(first, end - window - Math.max(most, horizon));
  const ofFolds = Array.from({ length: foldCount }, (_, fold) => end - (foldCount - fold) * horizon - window);
  const ofRows = Array.from({ length: Math.max(0, end - window - newest) }, (_, row) => newest + row);
  const whole = new Set(all.filter((example) => example >= newest));
  return {
    ...{ part, end, foldCount, whole },
    windows: Int32Array.from([...ofFolds.filter((example) => example < newest), ...ofRows]),
    omitted: all.length - whole.size,
  };
};

/** Enters what the network says of windows into the book, with what it is held against. */
class HeldScorer {
  private readonly opened: OpenedParts;
  private readonly held: readonly HeldPart[];
  private readonly book: FoldBook;
  private readonly decoder: ForecastDecoder;
  private readonly isBlended: boolean;
  private readonly folds: number;
  /** The series of the example before. */
  private at = 0;

  constructor(opened: OpenedParts, held: readonly HeldPart[], book: FoldBook, calibration: Calibration) {
    this.opened = opened;
    this.held = held;
    this.book = book;
    this.folds = foldsOf(held);
    this.decoder = new ForecastDecoder(opened.encoded.scales, calibration, opened.encoded.simple);
    this.isBlended = calibration.blend?.some(({ network }) => network < 1) ?? false;
  }

  /** Of an example of all series; they ascend. */
  add(example: number, read: (ahead: number, target: number) => NetworkOutput): void {
    while (this.at + 1 < this.held.length && example >= (this.held[this.at + 1]?.part.start ?? Infinity)) this.at++;
    const one = this.held[this.at];
    if (!one) return;
    const { encoded, window, horizon, targets } = this.opened;
    const { start } = one.part;
    const origin = example + window;
    const left = (one.end - (origin - start)) / horizon;
    const fold = Number.isInteger(left) && left <= one.foldCount ? this.folds - left : undefined;
    const isCounted = one.whole.has(example - start);
    const row = example - start - ((one.windows.at(-1) ?? 0) + 1 - one.windows.length);
    for (let target = 0; target < targets; target++) {
      const series = this.at * targets + target;
      const actualAt = (ahead: number): number => encoded.simple.values[target]?.at(origin + ahead) ?? NaN;
      const next = this.decoder.forecast(origin, 0, target, read(0, target));
      this.book.addResidual(series, row, { actual: actualAt(0), ...next });
      if (fold === undefined && !isCounted) continue;
      const { simple } = encoded;
      const baselines = simple.namesOf(target).map((who) => ({ who, forecast: simple.from(who, target, origin) }));
      for (let ahead = 0; ahead < horizon; ahead++) {
        const said = read(ahead, target);
        const at = { fold, ahead, actual: isCounted ? actualAt(ahead) : NaN };
        this.book.add('model', series, { ...at, ...this.decoder.forecast(origin, ahead, target, said) });
        if (this.isBlended) {
          this.book.add('network', series, { ...at, value: this.decoder.network(origin, target, said.mean) });
        }
        for (const { who, forecast } of baselines) this.book.add(who, series, { ...at, value: forecast(ahead) });
      }
    }
  }
}

const foldsOf = (held: readonly HeldPart[]): number =>
  held.reduce((most, { foldCount }) => Math.max(most, foldCount), 0);

const notesOf = (held: readonly HeldPart[], { targets }: ForecastData): string[] => {
  const omitted = held.reduce((sum, one) => sum + one.omitted, 0);
  const windows = held.reduce((sum, { whole }) => sum + whole.size, 0);
  const short = held.filter(({ foldCount }) => foldCount === 0);
  const [first] = short;
  const others = short.length > 1 ? ` and ${count(short.length - 1, 'other')}` : '';
  return [
    ...(omitted > 0 ? [`The newest ${windows} of ${count(windows + omitted, 'window')} are looked at.`] : []),
    ...(first ? [`Too short to have rows enough held out, and not counted: ${first.part.name}${others}.`] : []),
    ...(targets.length > 1 ? ['MAE, RMSE and width over all mix the units of the targets.'] : []),
  ];
};
