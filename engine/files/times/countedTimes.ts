import { dateOf } from './plainTimes.ts';
import { formOfPattern } from './timeForms.ts';
import { type TimeFormat, countedUnits, plainFormat } from './timeFormat.ts';

/** A way to write times as numbers. */
interface CountedForm {
  readonly pattern: string;
  /** Milliseconds since 1970, or NaN. */
  readonly parse: (value: number) => number;
  /** Names of columns that hold it. */
  readonly name: RegExp;
  /** Whether a column of another name holds it too where its numbers rise by equal steps. */
  readonly isTold: boolean;
  /** Whether the numbers must rise by equal steps whatever the name of the column is. */
  readonly isEven: boolean;
  readonly mayFall: boolean;
  readonly mayRepeat: boolean;
  readonly mayHaveDecimals: boolean;
}

const timeName = /date|time|epoch|unix|(^|_)ts$/i;
const dayName = /date|time|day|datum|fecha|data$|jour|tag$/i;
const monthName = /date|month|period|time|monat|mois|mes$/i;
const yearName = /^(fiscal[ _]?)?(year|years|yr|jahr|année|annee|año|anno|ano|jaar|år|rok)$/i;

/** From 1900 to 2100, of numbers that are unlikely to count anything else. */
const within =
  (from: number, to: number, parse: (value: number) => number): CountedForm['parse'] =>
  (value) =>
    value >= from && value <= to ? parse(value) : NaN;
const whole =
  (parse: (value: number) => number): CountedForm['parse'] =>
  (value) =>
    Number.isInteger(value) ? parse(value) : NaN;
const since = (pattern: string): CountedForm['parse'] => {
  const { length = 1, origin = 0 } = countedUnits[pattern] ?? {};
  return (value) => value * length + origin;
};

const usual = { mayFall: false, mayRepeat: true, mayHaveDecimals: false, isTold: false, isEven: false };
const epoch = (pattern: string, perSecond: number): CountedForm[] => {
  // Seconds alone are counted with a fraction.
  const mayHaveDecimals = perSecond === 1;
  const parse = (from: number): CountedForm['parse'] => {
    const read = within(from * perSecond, 4.1e9 * perSecond, since(pattern));
    return mayHaveDecimals ? read : whole(read);
  };
  return [
    // The years 2001 to 2099, about.
    { ...usual, ...{ pattern, name: timeName, isTold: true, mayHaveDecimals }, parse: parse(1e9) },
    // Earlier ones are as large as amounts of all kinds: both the name and the steps must speak for them.
    { ...usual, ...{ pattern, name: timeName, isEven: true, mayRepeat: false, mayHaveDecimals }, parse: parse(1e8) },
  ];
};

/** All that are read, the first that fits. */
const countedForms: readonly CountedForm[] = [
  {
    ...usual,
    ...{ pattern: 'yyyyMMdd', name: dayName, mayFall: true },
    parse: whole(
      within(10000101, 99991231, (value) =>
        dateOf(Math.floor(value / 10000), Math.floor(value / 100) % 100, value % 100),
      ),
    ),
  },
  {
    ...usual,
    ...{ pattern: 'yyyyMM', name: monthName, mayFall: true, mayRepeat: false },
    parse: whole(within(150001, 299912, (value) => dateOf(Math.floor(value / 100), value % 100, 1))),
  },
  {
    ...usual,
    ...{ pattern: 'yyyy', name: yearName, mayFall: true, mayRepeat: false },
    parse: whole(within(1000, 2999, (value) => dateOf(value, 1, 1))),
  },
  ...epoch('epochSeconds', 1),
  ...epoch('epochMilliseconds', 1e3),
  ...epoch('epochMicroseconds', 1e6),
  ...epoch('epochNanoseconds', 1e9),
  {
    ...usual,
    ...{ pattern: 'excelDays', name: dayName, isEven: true, mayFall: true, mayRepeat: false, mayHaveDecimals: true },
    // From 1927 on: smaller numbers count days since something else.
    parse: within(1e4, 73_415, since('excelDays')),
  },
];

/** Whether times can be written so: in a date pattern with a year, or as numbers that count. */
export const isTimePattern = (pattern: string): boolean =>
  countedForms.some((form) => form.pattern === pattern) || formOfPattern(pattern) !== undefined;

/** Share of a step that another may differ by, of numbers with decimals. */
const tolerance = 1e-3;

/** How many steps rows without a time may take at once. */
const mostSteps = 10;

/** Whether one step is the other, or a few of it; every whole number is so many ones. */
const areRelated = (step: number, other: number): boolean => {
  if (Math.abs(step - other) <= tolerance * Math.abs(step)) return true;
  const [small, large] = Math.abs(step) < Math.abs(other) ? [step, other] : [other, step];
  const ratio = large / small;
  return Math.abs(small) > 1 && ratio <= mostSteps && Math.abs(ratio - Math.round(ratio)) <= tolerance;
};

/** Watches the numbers of a column, which may be times. */
export class CountedTimes {
  private left: readonly CountedForm[];
  private readonly name: string;
  private readonly asked: string | undefined;
  private last = NaN;
  private lastStep = NaN;
  private repeated = 0;
  /** As `repeated`, with steps of which one is several of the other, as where rows have no time. */
  private related = 0;
  private count = 0;
  private rises = true;
  private falls = true;
  private repeats = false;

  /** @param asked the pattern of a form that needs no more than to fit */
  constructor(name: string, asked?: string) {
    this.name = name.trim();
    this.asked = asked;
    this.left = countedForms.filter((form) => form.pattern === asked || form.isTold || form.name.test(this.name));
  }

  /** Whether the numbers so far may be times. */
  get mayBe(): boolean {
    return this.left.length > 0;
  }

  add(value: number): void {
    const step = value - this.last;
    if (step < 0) this.rises = false;
    if (step > 0) this.falls = false;
    if (step === 0) this.repeats = true;
    if (Math.abs(step - this.lastStep) <= tolerance * Math.abs(step)) this.repeated++;
    if (areRelated(step, this.lastStep)) this.related++;
    this.lastStep = step;
    this.last = value;
    this.count++;
    if (this.left.some(({ parse }) => Number.isNaN(parse(value)))) {
      this.left = this.left.filter(({ parse }) => !Number.isNaN(parse(value)));
    }
  }

  /** The form of numbers that are all times; undefined where they are numbers. */
  conclude(decimals: number): CountedForm | undefined {
    // The first number has no step before it, and the first step none to equal.
    const isMost = (count: number): boolean => !this.repeats && count > 0 && count * 2 >= this.count - 2;
    const isEven = isMost(this.repeated);
    return this.left.find((form) => {
      if (!(this.rises || (form.mayFall && this.falls))) return false;
      if (form.pattern === this.asked) return true;
      if ((decimals > 0 && !form.mayHaveDecimals) || (this.repeats && !form.mayRepeat)) return false;
      const isNamed = form.name.test(this.name);
      return form.isEven ? isNamed && isMost(this.related) : isNamed || isEven;
    });
  }
}

/** How a column of such numbers writes them. */
export const countedFormat = ({ pattern }: Pick<CountedForm, 'pattern'>, decimals: number): TimeFormat => ({
  ...plainFormat(pattern),
  ...(pattern === 'epochSeconds' && decimals > 0 && { decimals }),
});

const countedWords: Readonly<Record<string, string>> = {
  epochSeconds: 'seconds since 1970',
  epochMilliseconds: 'milliseconds since 1970',
  epochMicroseconds: 'microseconds since 1970',
  epochNanoseconds: 'nanoseconds since 1970',
  excelDays: 'days as spreadsheets count them, 1 being the first of January 1900',
};

/** What such numbers are taken for, a sentence; nothing where they are dates as people write them. */
export const describeCounted = (name: string, pattern: string): string[] => {
  const words = countedWords[pattern];
  return words === undefined ? [] : [`The numbers of column ${name} are read as times: ${words}.`];
};
