/**
 * Backtests with defaults, beside the baselines of the product and beside statsforecast and neuralforecast with theirs,
 * which are installed for this alone where there are a Python and its package index: error, time and memory. The data:
 * samples, the sets in the folder of data beside the project, and those of npm's vega-datasets, fetched for this alone;
 * what is not there is left out, and said. `set=stocks` is for those whose names have it, `rivals=AutoETS,LSTM` for these of the others, `rivals=no` for none.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as protocol from '../../engine/protocol.ts';
import { describeHere } from './describeHere.ts';
import { startEngine } from './client/engineClient.ts';
import { type ForecastSet, placeForecastSets, valuesOf } from './forecasting/forecastSets.ts';
import { askRival, installRivals, rivals } from './forecasting/rivals.ts';
import { markdownTable } from './speed/markdownTable.ts';

/** A rival gets so many seconds for a set. */
const mostSeconds = 600;

const settings = new Map(
  process.argv.slice(2).map((word) => [word.split('=')[0] ?? '', word.slice(word.indexOf('=') + 1)]),
);
const isWanted = (rival: string): boolean => settings.get('rivals')?.split(',').includes(rival) ?? true;

interface Row {
  readonly who: string;
  readonly mase: number;
  readonly smape: number;
  readonly seconds?: number;
  readonly megabytes?: number | undefined;
}

const backtest = async (set: ForecastSet) => {
  const engine = startEngine();
  try {
    const { file, folds, horizon, target } = set;
    const config = { task: 'forecast' as const, data: { targets: [target] } };
    const result = await engine.connection.sendRequest(protocol.backtest, {
      ...{ file, config, folds, horizon, refit: false },
    });
    return { result, megabytes: await engine.peakMemory() };
  } finally {
    await engine.end();
  }
};

const figure = (value: number | null | undefined, digits: number): string => (value ?? NaN).toFixed(digits);

const measure = async (set: ForecastSet, python: string | undefined, folder: string): Promise<string> => {
  const { result, megabytes } = await backtest(set);
  const { model = {}, network, ...baselines } = result.overall;
  const rowOf = (who: string, metrics: protocol.Metrics): Row => ({
    ...{ who, mase: metrics['mase'] ?? NaN, smape: metrics['smape'] ?? NaN },
  });
  const rows: Row[] = [
    { ...rowOf('**RNN Studio**', model), seconds: result.seconds, megabytes },
    ...(network ? [rowOf('its network alone', network)] : []),
    ...Object.entries(baselines).map(([name, metrics]) => rowOf(`its ${name}`, metrics)),
  ];
  const values = await valuesOf(set);
  // A series alone is called by its column.
  const scales = Object.fromEntries(
    Object.keys(values).map((name) => {
      const { mae, mase } = result.bySeries.find((each) => each.name === (name || set.target))?.metrics['model'] ?? {};
      return [name, (mae ?? NaN) / (mase ?? NaN)];
    }),
  );
  for (const rival of python === undefined ? [] : rivals.filter(isWanted)) {
    const { season, horizon, folds } = set;
    const scores = await askRival(
      python ?? '',
      rival,
      { season, horizon, folds, series: values, scales },
      folder,
      mostSeconds,
    );
    if (scores) rows.push({ who: rival, ...scores });
    else console.log(`${set.name}: ${rival} failed, or took more than ${mostSeconds} s`);
  }
  rows.sort((a, b) => a.mase - b.mase);
  const heads = ['forecast', 'MASE', 'sMAPE', 'seconds', 'MB'];
  const lines = rows.map(({ who, mase, smape, seconds, megabytes: memory }) => [
    ...[who, figure(mase, 3), figure(smape, 2)],
    ...[seconds === undefined ? '' : figure(seconds, 1), memory === undefined ? '' : figure(memory, 0)],
  ]);
  const coverage = model['coverage'] ?? null;
  const held = coverage === null ? 'no intervals' : `${figure(100 * coverage, 0)} % of the truth in the 80 % intervals`;
  const about = `${set.folds} × ${set.horizon} rows of ${set.target}; ${held}. ${result.madeOf ?? ''}`;
  return `## ${set.name}\n\n${about}\n\n${markdownTable(heads, lines)}\n${result.notes.map((note) => `\n${note}\n`).join('')}`;
};

const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
try {
  const left = (name: string): void => console.log(`left out, its data is not here: ${name}`);
  const sets = await placeForecastSets(folder, settings.get('set') ?? '', left);
  const python = settings.get('rivals') === 'no' ? undefined : await installRivals();
  if (python === undefined) console.log('left out: statsforecast and neuralforecast');
  console.log(`\n# Forecasts beside others\n\n${describeHere('forecasting')}\n`);
  for (const set of sets) console.log(await measure(set, python, folder));
} finally {
  await rm(folder, { recursive: true });
}
