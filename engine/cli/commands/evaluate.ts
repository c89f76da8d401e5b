import { resolve } from 'node:path';
import * as protocol from '../../protocol.ts';
import type { Command } from '../command.ts';
import { shortPath } from '../describeRun.ts';
import { describeNotes } from '../describeNotes.ts';
import { findModel } from '../findModel.ts';
import { formatFigure } from '../formatFigure.ts';
import { renderMetrics } from '../metricsTable.ts';
import { precisionOption, readPrecision } from './precisionOption.ts';
import { sayTrainedOn } from '../sayTrainedOn.ts';
import { withEngine } from '../withEngine.ts';

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Measure a model on the whole of a file, beside the baselines',
  usage: 'MODEL FILE [options]',
  positionals: [2, 2],
  options: precisionOption,
  run: async (args, surroundings) => {
    const [model = '', path = ''] = args.positionals;
    const file = resolve(path);
    const params = { model: await findModel(model, { file }), file, token: 'evaluate', ...readPrecision(args) };
    return withEngine(surroundings, async (engine) => {
      const result = await engine.request(protocol.evaluate, params);
      const { output, isJson } = surroundings;
      if (isJson) output.json(result);
      else {
        for (const line of describeNotes(result)) output.line(line);
        output.line(`loss ${formatFigure(result.loss)}`);
        output.line();
        for (const line of renderMetrics(shortPath(file), result.metrics, result.baselines)) output.line(line);
        if (result.madeOf !== undefined) output.line(result.madeOf);
        const trainedOn = sayTrainedOn(result);
        if (trainedOn !== undefined) {
          output.line();
          output.line(trainedOn);
        }
      }
      return 0;
    });
  },
};
