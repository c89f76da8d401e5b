import { InputError } from '../../errors.ts';
import * as protocol from '../../protocol.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { shortPath } from '../describeRun.ts';
import { count } from '../../words/count.ts';
import { formatDuration, formatFigure } from '../formatFigure.ts';
import { metricName, renderMetrics } from '../metricsTable.ts';
import { configOptions, readFileConfig } from '../readFileConfig.ts';
import { renderFigures } from '../figuresTable.ts';
import { withEngine } from '../withEngine.ts';

/** Lines of a table: of more steps or series some are shown. */
const mostLines = 12;

export const backtest: Command = {
  name: 'backtest',
  summary: 'Forecast from several rows on what came after them, beside the baselines',
  usage: 'FILE… [options]',
  positionals: [0, Infinity],
  options: {
    ...configOptions,
    folds: {
      type: 'string',
      value: 'K',
      help: 'forecasts, each of the rows after the one before; 5, or as many as there is room for',
    },
    horizon: { type: 'string', value: 'H', help: 'rows that each forecasts; what training takes' },
    refit: { type: 'boolean', help: 'train before each fold, not before the first alone' },
  },
  run: async (args, surroundings) => {
    const file = await readFileConfig(args);
    const [folds, horizon] = [wanted(args, 'folds'), wanted(args, 'horizon')];
    const params = {
      ...file,
      token: 'backtest',
      ...(folds !== undefined && { folds }),
      ...(horizon !== undefined && { horizon }),
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

const wanted = (args: Arguments, name: 'folds' | 'horizon'): number | undefined => {
  const value = args.number(name);
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || value < 1)
    throw new InputError(`--${name}: ${value} is not a whole number from 1 on`);
  return value;
};

const describe = (file: string, result: protocol.BacktestResult): string[] => {
  const { overall, byStep, bySeries, folds, horizon, refit, madeOf, verdict, notes, seconds } = result;
  const { model = {}, ...others } = overall;
  const rival = verdict?.rival ?? '';
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
    ...(verdict ? [describeVerdict(verdict, overall)] : []),
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

/** `Better than same hour yesterday in 8 of 10 folds: MAE 1.91 against 2.37.` */
const describeVerdict = (
  { metric, rival, rivalName, better, alike, folds }: protocol.BacktestVerdict,
  overall: protocol.BacktestMetrics,
): string => {
  const [own, other] = ['model', rival].map((who) => overall[who]?.[metric]);
  const against = `${metricName(metric)} ${formatFigure(own)} against ${formatFigure(other)}`;
  if (alike === folds) return `As good as ${rivalName} in each fold, and no better: ${against}.`;
  const times = `in ${better} of ${count(folds, 'fold')}`;
  // A single fold may decide what the mean of all says.
  const within = 2 * better < folds ? `over all, though only ${times}` : times;
  if ((own ?? NaN) < (other ?? NaN)) return `Better than ${rivalName} ${within}: ${against}.`;
  return `Not better than ${rivalName} over all, ${better > 0 ? 'though ' : ''}${times}: ${against}.`;
};
