import { resolve } from 'node:path';
import * as protocol from '../protocol.ts';
import type { Command } from './command.ts';
import { shortPath } from './describeRun.ts';
import { findModel } from './findRun.ts';
import type { Output } from './output.ts';
import { renderTable } from './table.ts';
import { withEngine } from './withEngine.ts';

export const predict: Command = {
  name: 'predict',
  summary: 'Predict what a table does not say: the next rows, empty target cells, labels',
  usage: 'MODEL FILE [options]',
  positionals: [2, 2],
  options: {
    horizon: { type: 'string', value: 'N', help: 'steps to predict after the last row' },
    out: { type: 'string', value: 'FILE', help: 'write every row with its prediction to this CSV file' },
  },
  run: async (args, surroundings) => {
    const [model = '', file = ''] = args.positionals;
    const horizon = args.number('horizon');
    const out = args.text('out');
    const params: protocol.PredictParams = {
      model: await findModel(model, { file }),
      file: resolve(file),
      ...(horizon !== undefined && { horizon }),
      ...(out !== undefined && { out: resolve(out) }),
    };
    return withEngine(surroundings, async (engine) => {
      const prediction = await engine.request(protocol.predict, params);
      const { output, isJson } = surroundings;
      if (isJson) output.json(prediction);
      else {
        for (const line of describe(prediction)) output.line(line);
        if (params.out !== undefined) showWritten(params.out, output);
      }
      return 0;
    });
  },
};

const describe = (prediction: protocol.ForecastPrediction | protocol.ClassPrediction): string[] =>
  prediction.kind === 'forecast' ? describeForecast(prediction) : describeClasses(prediction);

const describeForecast = (prediction: protocol.ForecastPrediction): string[] => {
  const { missing, next, omitted, tooEarly, rowsNeeded } = prediction;
  const lines: string[] = [];
  if (missing.length > 0) {
    const rows = missing.flatMap(({ line, values }) => values.map((value) => [`line ${line}`, ...cellsOf(value)]));
    lines.push('empty cells', ...renderTable([['', 'column', 'predicted', '80 % between', 'and'], ...rows]), '');
  }
  if (tooEarly.length > 0) {
    const cells =
      tooEarly.length === 1
        ? `the empty cell of line ${tooEarly[0]}`
        : `${tooEarly.length} empty cells, first in line ${tooEarly[0]}`;
    lines.push(`no prediction for ${cells}: it takes ${rowsNeeded} rows above`, '');
  }
  const rows = next.flatMap(({ time, values }, index) =>
    values.map((value) => [time ?? `+${index + 1}`, ...cellsOf(value)]),
  );
  lines.push('next rows', ...renderTable([['', 'column', 'predicted', '80 % between', 'and'], ...rows]));
  const bounded = next.filter(({ values }) => values.some(({ low }) => low !== undefined)).length;
  if (bounded > 0 && bounded < next.length) {
    lines.push(
      `beyond row ${bounded}, its horizon, the network reads its own forecasts; how far they err is not known`,
    );
  }
  return omitted > 0 ? [...lines, `${omitted.toLocaleString('en')} more; --out writes all`] : lines;
};

const cellsOf = ({ column, text, low, high }: protocol.PredictedValue): string[] => {
  const decimals = text.split('.')[1]?.length ?? 0;
  return [column, text, low?.toFixed(decimals) ?? '', high?.toFixed(decimals) ?? ''];
};

const describeClasses = ({ rows, omitted }: protocol.ClassPrediction): string[] => {
  if (rows.length === 0) return ['every row has the label that the model predicts'];
  const cells = rows.map(({ line, actual, predicted, probability }) => [
    `line ${line}`,
    actual,
    predicted,
    `${(100 * probability).toFixed(1)} %`,
  ]);
  const lines = renderTable([['', 'in the file', 'predicted', 'probability'], ...cells]);
  return omitted > 0 ? [...lines, `${omitted.toLocaleString('en')} more; --out writes all`] : lines;
};

const showWritten = (file: string, output: Output): void => {
  output.line();
  output.line(`every row with its prediction is in ${shortPath(file)}`);
};
