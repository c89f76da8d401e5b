import { resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import * as protocol from '../../protocol.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { shortPath } from '../describeRun.ts';
import { findModel } from '../findModel.ts';
import type { Output } from '../output.ts';
import { describeNotes } from '../describeNotes.ts';
import { precisionOption, readPrecision } from './precisionOption.ts';
import { describePaths } from './describePaths.ts';
import { predictTypedText } from './predictTypedText.ts';
import { renderTable } from '../table.ts';
import { withEngine } from '../withEngine.ts';

export const predict: Command = {
  name: 'predict',
  summary:
    'Predict what a table does not say: the next rows, empty target cells, labels; or the class, number or translation of a text',
  usage: 'MODEL FILE|--text TEXT [options]',
  positionals: [1, 2],
  options: {
    text: { type: 'string', value: 'TEXT', help: 'predict this text, instead of a file' },
    horizon: { type: 'string', value: 'N', help: 'steps to predict after the last row' },
    level: { type: 'string', value: 'PERCENT', help: 'what intervals of a forecast are to hold, 20 to 98; 80' },
    paths: { type: 'string', value: 'N', help: 'draw N futures of a forecast; with --out write those alone' },
    seed: { type: 'string', value: 'N', help: 'the same seed draws the same futures; 1' },
    out: { type: 'string', value: 'FILE', help: 'write every row with its prediction to this CSV file' },
    ...precisionOption,
  },
  run: async (args, surroundings) => {
    const [model = '', file] = args.positionals;
    const text = args.text('text');
    if (text !== undefined) {
      checkAlone(args);
      return predictTypedText({ model, text, ...readPrecision(args) }, surroundings);
    }
    if (file === undefined) {
      throw new InputError(`too few arguments; usage: rnn-studio predict ${predict.usage}`);
    }
    const horizon = args.number('horizon');
    const level = args.number('level');
    const paths = args.number('paths');
    const seed = args.number('seed');
    const out = args.text('out');
    const params: protocol.PredictParams = {
      model: await findModel(model, { file }),
      file: resolve(file),
      token: 'predict',
      ...readPrecision(args),
      ...(horizon !== undefined && { horizon }),
      ...(level !== undefined && { level }),
      ...(paths !== undefined && { paths }),
      ...(seed !== undefined && { seed }),
      ...(out !== undefined && { out: resolve(out) }),
    };
    return withEngine(surroundings, async (engine) => {
      const prediction = await engine.request(protocol.predict, params);
      const { output, isJson } = surroundings;
      if (isJson) output.json(prediction);
      else {
        const lines = [...describeNotes(prediction), ...describe(prediction, level), ...describePaths(prediction)];
        for (const line of lines) output.line(line);
        if (params.out !== undefined) showWritten(params.out, paths, output);
      }
      return 0;
    });
  },
};

/** A text is all there is to predict, and nothing comes after it. */
const checkAlone = (args: Arguments): void => {
  const [, file] = args.positionals;
  if (file !== undefined) throw new InputError(`--text: give either a text or a file, not '${file}' too`);
  const other = ['horizon', 'level', 'paths', 'seed', 'out'].find((name) => args.has(name));
  if (other !== undefined)
    throw new InputError(`--${other}: is about a file, and --text is none; leave one of them out`);
};

const describe = (
  { rows, next, nextAbove, omitted, tooEarly, rowsNeeded, madeOf }: protocol.Prediction,
  level: number | undefined,
): string[] => {
  const cells = rows.flatMap((row) => row.cells.map((cell) => ({ line: `line ${row.line}`, cell })));
  const lines = [
    ...section(
      'empty cells',
      cells.filter(({ cell }) => cell.actual === ''),
      level,
    ),
    ...section(
      'cells that the model would fill otherwise',
      cells.filter(({ cell }) => cell.actual !== ''),
      level,
    ),
  ];
  if (tooEarly.length > 0) {
    const which =
      tooEarly.length === 1
        ? `the empty cell of line ${tooEarly[0]}`
        : `${tooEarly.length} empty cells, first in line ${tooEarly[0]}`;
    lines.push(`no prediction for ${which}: it takes ${rowsNeeded} rows above`, '');
  }
  const steps = next.flatMap((step, index) => {
    const ahead = index - next.findIndex(({ series }) => series === step.series) + 1;
    const line = [step.series, step.time ?? `+${ahead}`].filter((part) => part !== undefined).join('  ');
    return step.cells.map((cell) => ({ line, cell }));
  });
  lines.push(...section('next rows', steps, level));
  if (nextAbove !== undefined && next.length > 0) {
    lines.push(`the newest row stands first: the next rows belong above line ${nextAbove}, the last of them first`);
  }
  const bounded = next.filter((step) => step.cells.some(({ low }) => low !== undefined)).length;
  if (bounded > 0 && bounded < next.length) {
    lines.push(
      `beyond row ${bounded}, its horizon, the network reads its own forecasts; how far they err is not known`,
    );
  }
  if (madeOf !== undefined && lines.length > 0) lines.push(madeOf);
  if (omitted > 0) lines.push(`${omitted.toLocaleString('en')} more; --out writes all`);
  return lines.length > 0 ? lines : ['every row has what the model predicts'];
};

/** A table of cells under a title, with the columns that some of them have something for. */
const section = (
  title: string,
  cells: readonly { readonly line: string; readonly cell: protocol.PredictedCell }[],
  level = 80,
): string[] => {
  if (cells.length === 0) return [];
  const columns = cellColumns(level).filter(({ isFor }) => cells.some(({ cell }) => isFor(cell)));
  const head = ['', ...columns.map((column) => column.title)];
  const rows = cells.map(({ line, cell }) => [line, ...columns.map(({ show }) => show(cell))]);
  return [title, ...renderTable([head, ...rows]), ''];
};

interface CellColumn {
  readonly title: string;
  readonly isFor: (cell: protocol.PredictedCell) => boolean;
  readonly show: (cell: protocol.PredictedCell) => string;
}

const cellColumns = (level: number): readonly CellColumn[] => [
  { title: 'column', isFor: () => true, show: ({ column }) => column },
  { title: 'in the file', isFor: ({ actual }) => actual !== '', show: ({ actual }) => actual },
  { title: 'predicted', isFor: () => true, show: ({ text }) => text },
  { title: `${level} % between`, isFor: ({ bounds }) => bounds !== undefined, show: ({ bounds }) => bounds?.[0] ?? '' },
  { title: 'and', isFor: ({ bounds }) => bounds !== undefined, show: ({ bounds }) => bounds?.[1] ?? '' },
  {
    title: 'probability',
    isFor: ({ probability = null }) => probability !== null,
    show: ({ probability = null }) => (probability === null ? '' : `${(100 * probability).toFixed(1)} %`),
  },
];

const showWritten = (file: string, paths: number | undefined, output: Output): void => {
  output.line();
  const what = paths === undefined ? 'every row with its prediction is' : `${paths} paths are`;
  output.line(`${what} in ${shortPath(file)}`);
};
