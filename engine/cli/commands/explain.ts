import { InputError } from '../../errors.ts';
import * as protocol from '../../protocol.ts';
import { nearest } from '../../words/nearest.ts';
import type { Command } from '../command.ts';
import { shortPath } from '../describeRun.ts';
import { columnWords, givenSentence, importanceSentence } from '../explanation/importanceSentence.ts';
import { importanceTable } from '../explanation/importanceTable.ts';
import { seasonTable } from '../explanation/seasonTable.ts';
import { stepUnit } from '../explanation/stepUnit.ts';
import { findModel } from '../findModel.ts';
import { formatFigure } from '../formatFigure.ts';
import { withEngine } from '../withEngine.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'Say what the predictions of a run rest on: which columns, which steps, which season',
  usage: 'RUN [options]',
  positionals: [1, 1],
  options: {
    target: { type: 'string', value: 'COLUMN', help: 'of several targets, the one whose errors count; all alike' },
    seed: { type: 'string', value: 'N', help: 'of the permutations; that of the training' },
  },
  run: async (args, surroundings) => {
    const seed = args.number('seed');
    if (seed !== undefined && (!Number.isInteger(seed) || seed < 0)) {
      throw new InputError(`--seed: ${seed} is not a whole number from 0 on`);
    }
    const model = await findModel(args.positionals[0] ?? '');
    return withEngine(surroundings, async (engine) => {
      const params = { model, token: 'explain', ...(seed !== undefined && { seed }) };
      const explanation = await engine.request(protocol.explain, params);
      const { output, isJson } = surroundings;
      const view = viewOf(explanation, args.text('target'));
      if (isJson) output.json(explanation);
      else for (const line of describe(model, explanation, view)) output.line(line);
      return 0;
    });
  },
};

const viewOf = ({ views }: protocol.Explanation, wanted: string | undefined): protocol.ImportanceView => {
  const found = wanted === undefined ? views[0] : views.find(({ target }) => target === wanted);
  if (found) return found;
  const names = views.flatMap(({ target }) => target ?? []);
  const meant = nearest(wanted ?? '', names);
  const hint = meant === undefined ? `there are ${names.join(', ')}` : `did you mean '${meant}'?`;
  throw new InputError(`--target: the run predicts no '${wanted ?? ''}'; ${hint}`);
};

const describe = (model: string, explanation: protocol.Explanation, view: protocol.ImportanceView): string[] => {
  const { measure, countsBack, isUneven, stepLength, views, seasons, notes, madeOf } = explanation;
  const whose = views.length > 1 ? `, ${view.target ?? 'all targets alike'}` : '';
  const steps = view.steps.map((each) => ({ ...each, name: each.name ?? describeRange(each) }));
  const columns = view.columns.map((each) => ({ ...each, name: columnWords(each) }));
  const unit = stepUnit(stepLength).many;
  return [
    `${shortPath(model)}${whose}: ${describeSample(explanation)}`,
    importanceSentence(explanation, view),
    ...view.given.map((given) => givenSentence(given, measure)),
    ...(madeOf === undefined ? [] : [madeOf]),
    ...notes,
    `Without any permutation ${describeError(explanation, view)}.`,
    ...(columns.length > 0 ? ['', ...importanceTable('column', columns, measure)] : []),
    '',
    ...importanceTable(countsBack ? `${unit} back` : isUneven ? 'steps of the longest' : 'steps', steps, measure),
    ...seasons
      .filter(({ target }) => view.target === undefined || target === view.target)
      .flatMap((season) => seasonTable(season)),
  ];
};

const describeRange = ({ from, to }: protocol.StepRange): string => (from === to ? `${from}` : `${from}–${to}`);

const describeSample = ({ part, examples, of, repeats, seed }: protocol.Explanation): string => {
  const split = part === 'test' ? 'test' : 'validation';
  const some = examples < of ? `${examples} of ${of}` : `all ${of}`;
  return `${some} examples of the ${split} split, ${repeats} permutations of each thing, seed ${seed}`;
};

const describeError = ({ measure }: protocol.Explanation, { error }: protocol.ImportanceView): string => {
  switch (measure) {
    case 'mae':
      return `the mean absolute error is ${formatFigure(error)}`;
    case 'mase':
      return `the mean absolute error is ${formatFigure(error)} times that of the naive forecast`;
    case 'wrong':
      return `${formatFigure(error === null ? null : 100 * error)} % of the answers are wrong`;
  }
};
