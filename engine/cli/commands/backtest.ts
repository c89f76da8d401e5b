import { InputError } from '../../errors.ts';
import * as protocol from '../../protocol.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { shortPath } from '../describeRun.ts';
import { formatDuration } from '../formatFigure.ts';
import { renderMetrics } from '../metricsTable.ts';
import { configOptions, readFileConfig } from '../readFileConfig.ts';
import { renderFigures } from '../figuresTable.ts';
import { withEngine } from '../withEngine.ts';

/** Lines of a table: of more steps or series some are shown. */
const mostLines = 12;

export const backtest: Command = {
  name: 'backtest',
  summary: 'Forecast from several rows on what came after them, beside the baselines',
  usage: 'FILE --folds K --horizon H [options]',
  positionals: [0, 1],
  options: {
    ...configOptions,
    folds: { type: 'string', value: 'K', help: 'forecasts, each of the rows after the one before' },
    horizon: { type: 'string', value: 'H', help: 'rows that each forecasts' },
    refit: { type: 'boolean', help: 'train before each fold, not before the first alone' },
  },
  run: async (args, surroundings) => {
    const file = await readFileConfig(args);
    const params = {
      ...file,
      folds: wanted(args, 'folds'),
      horizon: wanted(args, 'horizon'),
      refit: args.has('refit'),
    };
    return withEngine(surroundings, async (engine) => {
      const result = await engine.request(protocol.backtest, params);
      const { output, isJson } = surroundings;
      if (isJson) output.json(result);
      else for (const line of describe(params.file, result)) output.line(line);
      return 0;
    });
  },
};

const wanted = (args: Arguments, name: 'folds' | 'horizon'): number => {
  const value = args.number(name);
  if (value === undefined) throw new InputError(`--${name} is missing; usage: rnn-studio backtest ${backtest.usage}`);
  if (!Number.isInteger(value) || value < 1)
    throw new InputError(`--${name}: ${value} is not a whole number from 1 on`);
  return value;
};

const describe = (file: string, result: protocol.BacktestResult): string[] => {
  const { overall, byStep, bySeries, folds, horizon, refit, madeOf, notes, seconds } = result;
  const { model = {}, ...others } = overall;
  const rival = bestOf(others);
  const columnsOf = (metrics: protocol.BacktestMetrics) => ({
    MAE: metrics['model']?.['mae'],
    [rival]: metrics[rival]?.['mae'],
    'in the interval': metrics['model']?.['coverage'],
    width: metrics['model']?.['width'],
  });
  const worst = [...bySeries].sort((a, b) => (b.metrics['model']?.['mase'] ?? 0) - (a.metrics['model']?.['mase'] ?? 0));
  const every = Math.ceil(byStep.length / mostLines);
  const trained = refit ? 'trained before each' : 'trained before the first';
  return [
    `${shortPath(file)}: ${folds} folds of ${horizon} rows, ${trained}, in ${formatDuration(seconds)}`,
    '',
    ...renderMetrics('over all', model, others),
    ...(madeOf === undefined ? [] : [madeOf]),
    ...notes,
    '',
    ...renderFigures(
      'steps ahead',
      byStep.flatMap((metrics, ahead) =>
        ahead % every === 0 || ahead === byStep.length - 1
          ? [{ name: `${ahead + 1}`, figures: columnsOf(metrics) }]
          : [],
      ),
    ),
    ...(bySeries.length > 1
      ? [
          '',
          ...renderFigures(
            bySeries.length > mostLines ? `the worst of ${bySeries.length} series` : 'series',
            worst.slice(0, mostLines).map(({ name, metrics }) => ({
              name,
              figures: {
                MASE: metrics['model']?.['mase'],
                'of the best baseline': metrics[rival]?.['mase'],
                ...columnsOf(metrics),
              },
            })),
          ),
        ]
      : []),
  ];
};

/** The name of the baseline that errs least. */
const bestOf = ({ network: _, ...baselines }: protocol.BacktestMetrics): string => {
  const errors = Object.entries(baselines).map(([name, { mae }]) => ({ name, mae: mae ?? Infinity }));
  return errors.sort((a, b) => a.mae - b.mae)[0]?.name ?? '';
};
