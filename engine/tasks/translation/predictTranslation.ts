import { takeBreath } from '../../errands/errand.ts';
import { InputError } from '../../errors.ts';
import type { Session } from '../../network/session.ts';
import type { PredictParams, PredictedCell, PredictedRow, Prediction } from '../../protocol.ts';
import { describeNonsense } from '../../words/describeNonsense.ts';
import type { LoadedModel } from '../loadedModel.ts';
import { mostListed } from '../mostListed.ts';
import type { EncodedFile, TableRows } from '../preparedData.ts';
import type { Predicted } from '../task.ts';
import type { SearchOptions } from './search.ts';
import { fitBeam, sourcesAtOnce, type Translation, Translator } from './translateAll.ts';
import type { TranslationCodec } from './translationCodec.ts';
import type { TranslationData } from './translationFields.ts';

/** A translation and the next best ones. */
const mostAlternatives = 5;

/** How a model searches for what a person is to see. */
export const searchOf = (
  session: Session,
  { beam, lengthPenalty, maxTargetLength }: TranslationData,
): SearchOptions => {
  const width = fitBeam(session, beam);
  return { beam: width, lengthPenalty, longest: maxTargetLength, wanted: Math.min(width, mostAlternatives) };
};

/**
 * Translates the rows whose target is empty, and where a table is asked for, all others too. A target that is there is
 * not listed: that another wording is possible says nothing of it.
 */
export const predictTranslation = async (
  { file, model, session }: LoadedModel<TranslationData, TranslationCodec>,
  { source, rows }: EncodedFile,
  params: PredictParams,
): Promise<Predicted> => {
  if (!rows) throw new Error('a translation was encoded without the rows of its table');
  const { codec, config } = model;
  const [target] = rows.targets;
  const isEmpty = (row: number): boolean => target?.isEmpty(row) ?? true;
  const { out } = params;
  const meant = readableRows(rows).filter((row) => out !== undefined || isEmpty(row));
  session.load(source);
  const options = searchOf(session, config.data);
  const translator = new Translator(codec);
  const atOnce = sourcesAtOnce(session, options);
  const most = mostListed(params);
  const listed: PredictedRow[] = [];
  const texts = new Map<number, Translation>();
  let omitted = 0;
  for (let from = 0; from < meant.length; from += atOnce) {
    await takeBreath({ doing: 'translating', share: from / meant.length });
    const some = meant.subarray(from, from + atOnce);
    for (const [index, found] of translator.translate(session, some, options).entries()) {
      const row = some[index] ?? 0;
      const best = checked(found, `the probability of what it makes of line ${rows.lineOf(row)}`, file);
      if (out !== undefined) texts.set(row, best);
      if (!isEmpty(row)) continue;
      if (listed.length === most) omitted += 1;
      else {
        const cell = { column: config.data.target, ...(target && { cell: target.cell }), actual: '' };
        listed.push({ line: rows.lineOf(row), cells: [{ ...cell, ...describeBest(found) }] });
      }
    }
  }
  const prediction: Prediction = { rows: listed, omitted, tooEarly: [], rowsNeeded: 0, next: [] };
  if (out === undefined) return { prediction };
  const column = config.data.target;
  return {
    prediction,
    table: {
      header: ['line', column, `${column}_predicted`, 'probability'],
      count: rows.count,
      cellsOf: (row) => {
        const best = texts.get(row);
        const predicted = best ? [best.text, Math.exp(best.log).toPrecision(4)] : ['', ''];
        return [rows.lineOf(row), target?.textAt(row) ?? '', ...predicted];
      },
      rest: [],
    },
  };
};

const readableRows = (rows: TableRows): Int32Array =>
  Int32Array.from({ length: rows.count }, (_, row) => row).filter((row) => rows.hasInputs?.(row) !== false);

/** The best of what was found. Throws an `InputError` where the network has lost its numbers. */
export const checked = (found: readonly Translation[], what: string, file: string): Translation => {
  const [best] = found;
  if (best && Number.isFinite(best.log)) return best;
  throw new InputError(describeNonsense(what), { file });
};

const describeBest = (
  found: readonly Translation[],
): Pick<PredictedCell, 'text'> & Required<Pick<PredictedCell, 'alternatives'>> & { probability: number } => {
  const [best = { text: '', probability: NaN }, ...alternatives] = found.map(({ text, log }) => ({
    text,
    probability: Math.exp(log),
  }));
  return { ...best, alternatives };
};
