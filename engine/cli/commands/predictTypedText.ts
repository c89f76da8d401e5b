import * as protocol from '../../protocol.ts';
import type { Surroundings } from '../command.ts';
import { findModel } from '../findModel.ts';
import { renderTable } from '../table.ts';
import { withEngine } from '../withEngine.ts';

/** Predicts a text that stands in no file: prints the likeliest classes or translations, the label of each word, or numbers. */
export const predictTypedText = async (
  { model, ...asked }: protocol.PredictTextParams,
  surroundings: Surroundings,
): Promise<number> => {
  const params: protocol.PredictTextParams = { model: await findModel(model), ...asked };
  return withEngine(surroundings, async (engine) => {
    const prediction = await engine.request(protocol.predictText, params);
    const { output, isJson } = surroundings;
    if (isJson) output.json(prediction);
    else {
      for (const line of describeAnswer(prediction)) output.line(line);
      for (const line of [...describeUnread(prediction), ...(prediction.notes ?? [])])
        process.stderr.write(`${line}\n`);
    }
    return 0;
  });
};

const describeAnswer = ({ alternatives, steps, numbers }: protocol.TextPrediction): string[] => {
  if (numbers) return describeNumbers(numbers);
  return steps
    ? renderTable([
        ['', 'label', 'probability'],
        ...steps.map(({ word, alternatives: [best] }) => [word, best?.text ?? '', percent(best?.probability ?? NaN)]),
      ])
    : renderTable([['', 'probability'], ...alternatives.map(({ text, probability }) => [text, percent(probability)])]);
};

/** Bounds are there of all or of none. */
const describeNumbers = (numbers: readonly protocol.PredictedNumber[]): string[] => {
  const bounds = ({ low = null, high = null, text }: protocol.PredictedNumber): string[] =>
    low === null || high === null ? [] : [low, high].map((bound) => bound.toFixed(text.split('.')[1]?.length ?? 0));
  const head = numbers.some((each) => bounds(each).length > 0) ? ['80 % between', 'and'] : [];
  return renderTable([['', 'predicted', ...head], ...numbers.map((each) => [each.column, each.text, ...bounds(each)])]);
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What of the text has no say in the answer. */
const describeUnread = ({ unit, length, read, unknown }: protocol.TextPrediction): string[] => [
  ...(read < length ? [`the network reads the first ${read} of ${length} ${unit}`] : []),
  ...(unknown.length > 0 ? [`it has not learned ${unknown.map((symbol) => JSON.stringify(symbol)).join(' ')}`] : []),
];
