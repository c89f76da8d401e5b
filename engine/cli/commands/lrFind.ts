import * as protocol from '../../protocol.ts';
import type { Command } from '../command.ts';
import { formatFigure } from '../formatFigure.ts';
import type { Output } from '../output.ts';
import { configOptions, readFileConfig } from '../readFileConfig.ts';
import { renderTable } from '../table.ts';
import { withEngine } from '../withEngine.ts';

/** Lines of the table that the losses are shown in. */
const mostLines = 20;

export const lrFind: Command = {
  name: 'lr-find',
  summary: 'Propose a learning rate: train with one that grows until the loss explodes',
  usage: 'FILE… [options]',
  positionals: [0, Infinity],
  options: configOptions,
  run: async (args, surroundings) => {
    const params = { ...(await readFileConfig(args)), token: 'lr-find' };
    return withEngine(surroundings, async (engine) => {
      const result = await engine.request(protocol.findLearningRate, params);
      if (surroundings.isJson) surroundings.output.json(result);
      else show(result, surroundings.output);
      return 0;
    });
  },
};

const show = ({ points, proposed, learningRate, ...rates }: protocol.LearningRateResult, output: Output): void => {
  const every = Math.ceil(points.length / mostLines);
  const rows = points
    .filter((_, i) => i % every === 0)
    .map(({ learningRate, smoothed }) => [rateText(learningRate), formatFigure(smoothed)]);
  for (const line of renderTable([['learning rate', 'loss'], ...rows])) output.line(line);
  output.line();
  const describe = (which: protocol.LearningRateResult['proposed']): string =>
    `${rateText(rates[which])}${which === proposed ? '  proposed' : ''}`;
  output.line(`steepest descent               ${describe('steepest')}`);
  output.line(`a tenth below the lowest loss  ${describe('tenthOfLowest')}`);
  output.line();
  output.line(`Train with --set training.learningRate=${learningRate}`);
};

const rateText = (rate: number): string => rate.toExponential(2);
