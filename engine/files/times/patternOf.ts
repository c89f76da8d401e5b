import type { DateOrder } from './dateOrder.ts';
import type { TimeForm } from './timeForms.ts';

/** What one time does not tell of how the times of a column are written. */
export interface Writing {
  readonly order: DateOrder;
  /** Most digits of a fraction of a second. */
  readonly digits: number;
  /** Whether days and months are written with one digit where that is enough. */
  readonly isUnpadded: boolean;
  readonly isHourUnpadded: boolean;
}

/** The date pattern (UTS 35) of a text of a form, up to its distance from UTC. */
export const patternOf = (form: TimeForm, text: string, writing: Writing): string => {
  const { expression } = form;
  const match = new RegExp(expression.source, `${expression.flags}d`).exec(text);
  const groups: Readonly<Record<string, string | undefined>> = match?.groups ?? {};
  const spans: Readonly<Record<string, [number, number] | undefined>> = match?.indices?.groups ?? {};
  const places = Object.entries(spans).flatMap(([name, span]) => {
    const letters = span && lettersOf(name, groups, writing);
    return letters === undefined || !span ? [] : [{ letters, from: span[0], to: span[1] }];
  });
  places.sort((a, b) => a.from - b.from);
  let pattern = '';
  let at = 0;
  for (const { letters, from, to } of places) {
    pattern += quote(text.slice(at, from)) + letters;
    at = to;
  }
  return pattern + quote(text.slice(at, text.length - (groups['z']?.length ?? 0)));
};

/** Of a date pattern, for a part of a text; nothing where it stands for itself. */
const lettersOf = (
  name: string,
  groups: Readonly<Record<string, string | undefined>>,
  { order, digits, isUnpadded, isHourUnpadded }: Writing,
): string | undefined => {
  const { length } = groups[name] ?? '';
  const number = (letter: string): string => letter.repeat(isUnpadded ? 1 : length);
  switch (name) {
    case 'y':
      return groups['k'] === undefined ? 'yyyy' : 'YYYY';
    case 'w':
      return groups['u'] !== undefined && order === 'yearFirst' ? 'dd' : 'yy';
    case 'u':
      return order === 'yearFirst' ? 'yy' : number(order === 'dayFirst' ? 'd' : 'M');
    case 'v':
      return number(order === 'monthFirst' ? 'd' : 'M');
    case 'm':
      return number('M');
    case 'd':
      return number('d');
    case 'n':
      return 'MMM';
    case 'q':
      return 'Q';
    case 'k':
      return 'ww';
    case 'e':
      return 'e';
    case 'o':
      return 'DDD';
    case 'H':
      return (groups['a'] === undefined ? 'H' : 'h').repeat(isHourUnpadded ? 1 : length);
    case 'i':
      return 'mm';
    case 's':
      // Where most rows have no fraction, others may.
      return groups['f'] === undefined && digits > 0 ? `ss.${'S'.repeat(digits)}` : 'ss';
    case 'f':
      return 'S'.repeat(digits);
    case 'a':
      return 'a';
    default:
      return undefined;
  }
};

const quote = (text: string): string => (/[A-Za-z']/.test(text) ? `'${text.replaceAll("'", "''")}'` : text);

/** The halves of a day, written as one of them is. */
export const halvesLike = (half: string): readonly [string, string] => {
  const morning = half.replace(/^[Pp]/, (letter) => (letter === 'P' ? 'A' : 'a'));
  return [morning, morning.replace(/^[Aa]/, (letter) => (letter === 'A' ? 'P' : 'p'))];
};
