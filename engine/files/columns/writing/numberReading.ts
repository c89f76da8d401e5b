import type { CellProblem } from '../column.ts';
import type { ColumnOptions, StoredCells } from '../columnReader.ts';
import type { ColumnSurvey } from '../columnSurvey.ts';
import type { DecimalMark, MarkSurvey } from './markSurvey.ts';
import { isMissingWord } from './missingWords.ts';
import type { NumberParser } from '../parseNumber.ts';
import type { NumberWriting } from './numberWriting.ts';
import { WrittenParser } from './writtenParser.ts';

/** How the numbers of a column are written, and whether that is certain. */
export interface NumberReading {
  readonly writing: NumberWriting;
  /** Whether the plain reading has understood them. */
  readonly isPlain: boolean;
  /** Why the column may not be used as it is: its numbers may mean either of two things. */
  readonly doubt?: CellProblem;
}

/** From all cells of a column of numbers, what they mean. */
export const concludeNumbers = (
  survey: ColumnSurvey,
  { known, decimalMark, delimiter = ',' }: ColumnOptions,
  parser: NumberParser,
  markOfFile: DecimalMark | undefined,
): NumberReading => {
  if (known?.numbers) {
    const { writing, doubt } = known.numbers;
    return { writing: withDigits(writing, survey, parser), isPlain: false, ...(doubt && { doubt }) };
  }
  const { marks, writing: written } = survey;
  const { mark, group, pairs, isSure } = marks.conclude(decimalMark, markOfFile, delimiter, survey.numbers);
  const isPlain = written.written === 0 && group === '' && !(decimalMark === '.' && survey.usesComma);
  const plainMark = survey.usesComma ? ',' : '.';
  const writing: NumberWriting = {
    ...written.conclude(),
    decimals: 0,
    mark: isPlain ? plainMark : mark,
    group,
    ...(pairs && { pairs }),
  };
  const complete = withDigits(writing, survey, parser);
  return {
    writing: complete,
    isPlain,
    ...(!isSure && marks.firstTripled && { doubt: eitherWay(survey.name, marks.firstTripled) }),
  };
};

/**
 * A column of few different cells, read once more in its own writing. Undefined where a cell does not fit, and has to be
 * told with its place.
 */
export const rereadIds = (
  { ids }: Extract<StoredCells, { kind: 'ids' }>,
  survey: ColumnSurvey,
  numbers: NumberReading,
): { readonly stored: StoredCells; readonly numbers: NumberReading } | undefined => {
  const parser = new WrittenParser(numbers.writing);
  const { texts } = survey.cells;
  let decimals = 0;
  const values = texts.map((text) => {
    const value = parser.parse(text);
    if (!Number.isNaN(value)) decimals = Math.max(decimals, parser.decimals);
    return value;
  });
  if (texts.some((text, at) => Number.isNaN(values[at]) && !isMissingWord(text))) return undefined;
  const readings = values.map((value) => (Number.isNaN(value) ? 'text' : 'number'));
  const { examples } = survey;
  const writing = withDigits(numbers.writing, { decimals, examples, numbers: values.length }, parser);
  return { stored: { kind: 'ids', ids, values, readings }, numbers: { ...numbers, writing } };
};

/** With what is known of the digits once all cells have been read. */
const withDigits = (
  writing: NumberWriting,
  { decimals, examples, numbers }: Pick<ColumnSurvey, 'decimals' | 'examples' | 'numbers'>,
  { exponents }: NumberParser,
): NumberWriting => {
  const exponent = exponents.conclude(numbers);
  const width = paddedWidth(examples);
  return {
    ...writing,
    decimals: exponent ? exponents.decimals : decimals,
    ...(width > 0 && { width }),
    ...(exponent && { exponent }),
  };
};

/** Whole numbers that are filled up with zeros to one length. */
const paddedWidth = (examples: readonly string[]): number => {
  const texts = examples.map((text) => text.trim());
  const [first = ''] = texts;
  const isPadded = texts.length > 1 && texts.every((text) => /^\d+$/.test(text) && text.length === first.length);
  return isPadded && texts.some((text) => /^0\d/.test(text)) ? first.length : 0;
};

const eitherWay = (name: string, { text, place }: NonNullable<MarkSurvey['firstTripled']>): CellProblem => {
  const [whole = '', fraction = ''] = text.split(/[.,]/);
  const [found, other] = text.includes(',') ? [',', '.'] : ['.', ','];
  const message =
    `'${text}' in column ${name} may be ${whole}${fraction} or ${whole}.${fraction}, and nothing in the file says which; ` +
    `set data.decimalMark to "${other}" for ${whole}${fraction}, to "${found}" for ${whole}.${fraction}`;
  return { place, message };
};
