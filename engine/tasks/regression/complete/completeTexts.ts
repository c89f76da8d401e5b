import { nothingId } from '../../../encoding/tokenIds.ts';
import { count } from '../../../words/count.ts';
import { checkText } from '../../texts/checkText.ts';
import { surveyTexts } from '../../texts/surveyTexts.ts';
import type { Asked, InputsPart, OwnTexts } from './askedInputs.ts';

/** How the texts of a column are read. */
export const completeTexts = (
  { wanted, columns, table, choices, problems }: Asked,
  text: string,
): InputsPart<OwnTexts> => {
  checkText(
    text,
    columns.find(({ name }) => name === text),
    columns,
    problems,
  );
  const { unit: wantedUnit, text: _, ...others } = wanted;
  if (wantedUnit === 'bytePairs') {
    const message = 'texts are read by words or by characters, not by byte pairs; choose one of them';
    problems.push({ path: 'data.unit', message });
  }
  const given = wantedUnit === undefined || wantedUnit === 'bytePairs' ? others : { ...others, unit: wantedUnit };
  const survey = surveyTexts(table, problems.length === 0 ? text : undefined, given);
  const { unit, lowercase, minCount, maxLength, vocabulary, meanLength } = survey;
  if (wanted.text === undefined) choices.push(`The text is '${text}'.`);
  if (wantedUnit === undefined) choices.push(`Texts are read as ${unit}${lowercase ? ' in lower case' : ''}.`);
  if (wanted.maxLength === undefined) {
    choices.push(`Of each text the first ${count(maxLength, unit.slice(0, -1))} are read, which is all of most.`);
  }
  return {
    data: { text, unit, lowercase, minCount, maxLength },
    shape: { kind: 'symbols', vocabulary, padding: nothingId },
    isShapeEstimated: true,
    steps: Math.max(1, Math.min(maxLength, Math.ceil(meanLength))),
  };
};
