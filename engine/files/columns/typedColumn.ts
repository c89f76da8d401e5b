import { type Column, type NumberColumn, type TimestampColumn, mostDistinct } from './column.ts';
import type { ColumnOptions, Reading, StoredCells } from './columnReader.ts';
import type { ColumnKind, ColumnSurvey } from './columnSurvey.ts';
import { knownNumbers } from './knownNumbers.ts';
import { KnownTexts } from './knownTexts.ts';
import { describeCodes } from './describeCodes.ts';
import { foldSpellings } from './foldSpellings.ts';
import { describeSpellings, describeWords, describeWriting } from './writing/describeWriting.ts';
import type { NumberReading } from './writing/numberReading.ts';
import { type Numbers, NumbersWriter } from './numbers.ts';
import { shownDecimals } from './writing/numberWriting.ts';
import type { TableStorage } from '../tableStorage.ts';
import type { TextLengths } from './texts.ts';
import { countedFormat, describeCounted } from '../times/countedTimes.ts';
import type { TimeFormat } from '../times/timeFormat.ts';
import type { TimesRead } from './timesRead.ts';

/** How its numbers or its times are written, by its kind. */
interface KindReading {
  readonly numbers?: NumberReading | undefined;
  readonly times?: TimesRead | undefined;
}

/** A column of the kind that the survey of all its cells came to, from what was kept of them. */
export const typedColumn = (
  survey: ColumnSurvey,
  { cell, storage }: Pick<ColumnOptions, 'cell' | 'storage'>,
  kind: ColumnKind,
  stored: StoredCells,
  { numbers, times: read }: KindReading,
): Column => {
  const { name, examples, rows } = survey;
  const problems = survey.problemsOf(kind);
  const isOfValues = kind !== 'category' && kind !== 'text';
  const missing = isOfValues ? rows - survey.present : survey.missing;
  const notes = isOfValues ? describeWords(survey) : [];
  const base = { name, cell, missing, examples, problems, notes };
  const doubt = survey.doubt(kind);
  const known = stored.kind === 'ids' ? new KnownTexts(stored.ids, survey.cells.texts) : undefined;
  const times = (format: TimeFormat, reading: Reading, parse: (value: number) => number = same): TimestampColumn => ({
    ...base,
    type: 'timestamp',
    ...valuesOf(stored, reading, parse, storage),
    texts: known,
    format,
    isOrdered: false,
    told: [],
  });
  switch (kind) {
    case 'number': {
      if (!numbers) throw new Error(`How the numbers of column ${name} are written was not found out.`);
      const values = valuesOf(stored, 'number', same, storage);
      return numberColumn({ ...base, ...values, texts: known }, survey, stored, numbers);
    }
    case 'timestamp': {
      if (!read) throw new Error(`The times of column ${name} were not read.`);
      const { format, isOrdered, told } = read;
      return { ...times(format, 'time'), isOrdered, problems: [...read.problems, ...problems], told };
    }
    case 'counted': {
      const form = survey.countedForm();
      if (!form) throw new Error(`Column ${name} does not count times.`);
      return {
        ...times(countedFormat(form, survey.decimals), 'number', form.parse),
        told: describeCounted(name, form.pattern),
      };
    }
    case 'category': {
      // Few texts are categories, and those of few were kept.
      if (stored.kind !== 'ids' || !known) throw new Error(`The texts of column ${name} were not kept.`);
      const folded = foldSpellings(name, survey.cells.texts, stored.ids, storage);
      const asNumbers =
        numbers &&
        (() =>
          numberColumn(
            { ...base, ...valuesOf(stored, 'number', same, storage), texts: known },
            survey,
            stored,
            numbers,
          ));
      const notes = [...(numbers ? [describeSpellings(name)] : []), ...folded.notes];
      return { ...base, type: kind, ...folded, notes, ...textsOf(known), doubt, ...(asNumbers && { asNumbers }) };
    }
    case 'text':
      if (known) return { ...base, type: kind, ...textsOf(known), doubt };
      if (stored.kind !== 'texts') throw new Error(`The texts of column ${name} were not kept.`);
      return { ...base, type: kind, texts: stored.texts, lengths: stored.lengths, doubt };
  }
};

const numberColumn = (
  base: Omit<NumberColumn, 'type' | 'distinct' | 'decimals' | 'decimalMark' | 'writing'>,
  { present, cells }: ColumnSurvey,
  stored: StoredCells,
  { writing, doubt }: NumberReading,
): NumberColumn => {
  const { name, values, min, max } = base;
  const distinct =
    stored.kind === 'ids' ? new Set(stored.values.filter((_, id) => stored.readings[id] === 'number')).size : undefined;
  return {
    ...base,
    type: 'number',
    distinct: cells.size > mostDistinct ? undefined : distinct,
    decimals: shownDecimals(writing, Math.max(Math.abs(min), Math.abs(max))),
    decimalMark: writing.mark,
    writing,
    problems: doubt ? [doubt, ...base.problems] : base.problems,
    notes: [...base.notes, ...describeCodes(name, values, { min, max, present }), ...describeWriting(name, writing)],
  };
};

const textsOf = (known: KnownTexts): { texts: KnownTexts; lengths: TextLengths } => ({
  texts: known,
  lengths: known.lengths,
});

const same = (value: number): number => value;

/** The values of cells that read as `reading`, NaN for all others, and their range. */
const valuesOf = (
  stored: StoredCells,
  reading: Reading,
  parse: (value: number) => number,
  storage: TableStorage,
): { values: Numbers; min: number; max: number } => {
  if (stored.kind === 'values' && parse === same) return { values: stored.values, ...range(stored) };
  if (stored.kind === 'ids') {
    const { values, ...minAndMax } = knownNumbers(stored, reading, parse, storage);
    return { values, ...range(minAndMax) };
  }
  const writer = new NumbersWriter(storage);
  if (stored.kind === 'values') for (const value of stored.values) writer.push(parse(value));
  return { values: writer.finish(), ...range(writer) };
};

const range = ({ min, max }: { min: number; max: number }): { min: number; max: number } =>
  min <= max ? { min, max } : { min: NaN, max: NaN };
