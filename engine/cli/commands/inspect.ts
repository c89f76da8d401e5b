import * as protocol from '../../protocol.ts';
import type { Command } from '../command.ts';
import { shortPath } from '../describeRun.ts';
import { formatFigure } from '../formatFigure.ts';
import type { Output } from '../output.ts';
import { configOptions, readFileConfig } from '../readFileConfig.ts';
import { anyOf } from '../../words/anyOf.ts';
import { count } from '../../words/count.ts';
import { renderTable } from '../table.ts';
import { withEngine } from '../withEngine.ts';

export const inspect: Command = {
  name: 'inspect',
  summary: 'Say what a file holds and what would be learned from it',
  usage: 'FILE… [options]',
  positionals: [0, Infinity],
  options: configOptions,
  run: async (args, surroundings) => {
    const params = { ...(await readFileConfig(args)), token: 'inspect' };
    return withEngine(surroundings, async (engine) => {
      const inspection = await engine.request(protocol.inspect, params);
      if (surroundings.isJson) surroundings.output.json(inspection);
      else show(inspection, surroundings.output);
      return 0;
    });
  },
};

const show = (inspection: protocol.Inspection, output: Output): void => {
  const { file, bytes, proposedTask, why } = inspection;
  output.line(`${shortPath(file)}, ${bytes.toLocaleString('en')} bytes`);
  if (inspection.kind === 'text') {
    const { symbols, distinct, lines, columns = [], notes = [] } = inspection;
    const [all, kinds, rows] = [symbols, distinct, lines].map((count) => count.toLocaleString('en'));
    output.line(`text: ${all ?? ''} symbols, ${kinds ?? ''} of them distinct, ${rows ?? ''} lines`);
    for (const note of notes) output.line(note);
    const texts = columns.filter(({ type }) => type === 'text').map(({ name }) => `'${name}'`);
    if (texts.length > 0)
      output.line(`It may be read as a table too: data.text learns the texts of a column instead, ${anyOf(texts)}.`);
  } else {
    const { rows, columns, delimiter, header, comments, notes = [], told = [] } = inspection;
    const skipped = comments > 0 ? `, ${count(comments, 'comment line')} skipped` : '';
    const cut =
      delimiter === undefined
        ? ''
        : `, delimiter ${JSON.stringify(delimiter)}, ${header ? 'with' : 'without'} a header`;
    output.line(
      `table: ${rows.toLocaleString('en')} row${rows === 1 ? '' : 's'}, ${count(columns.length, 'column')}${cut}${skipped}`,
    );
    for (const note of notes) output.line(note);
    output.line();
    const head = ['column', 'type', 'from', 'to', 'missing', 'distinct', 'for example'];
    for (const line of renderTable([head, ...columns.map(describeColumn)])) output.line(line);
    for (const { problems } of columns) {
      for (const { place, message } of problems) output.line(`${place.line ?? 0}:${place.column ?? 0}: ${message}`);
    }
    if (told.length > 0) output.line();
    for (const sentence of told) output.line(sentence);
  }
  output.line();
  output.line(`${proposedTask}: ${why}`);
};

/** Characters of a cell that are shown of a column: more would push the others apart. */
const longestExample = 24;
const beginning = (cell: string): string =>
  cell.length > longestExample ? `${cell.slice(0, longestExample - 1)}…` : cell;

const describeColumn = (column: protocol.ColumnSummary): string[] => {
  const { name, type, min, max, missing, distinct, examples } = column;
  const bound = (value: number | undefined): string => {
    if (value === undefined) return '';
    return type === 'timestamp' ? new Date(value).toISOString().replace(/T00:00:00.000Z$/, '') : formatFigure(value);
  };
  return [
    name,
    type,
    bound(min),
    bound(max),
    String(missing),
    distinct?.toString() ?? '',
    examples.map(beginning).join(', '),
  ];
};
