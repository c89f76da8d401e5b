/**
 * A way to write times. Groups of its expression are named: `y` the year, `w` one of two digits, `m` the month, `n` its
 * name, `d` the day, `u` and `v` a day and a month in an order that the column decides, `q` a quarter, `k` a week and `e`
 * a day of ISO 8601, `o` the day of the year, `H` `i` `s` `f` the time of day, `a` its half, `z` the distance from UTC.
 */
export interface TimeForm {
  readonly expression: RegExp;
}

const clock = String.raw`(?:T| |, |\u202f)(?<H>\d{1,2}):(?<i>\d{2})(?::(?<s>\d{2})(?:[.,](?<f>\d{1,9}))?)?(?:[ \u202f]?(?<a>[AaPp]\.?[Mm]\.?))?(?<z>Z| ?UTC| ?GMT| ?[+-]\d{2}(?::?\d{2})?)?`;
const name = String.raw`(?<n>\p{L}{3,12}\.?)`;

const form = (date: string, hasClock = true): TimeForm => ({
  expression: new RegExp(`^${date}${hasClock ? `(?:${clock})?` : ''}$`, 'u'),
});

/** All that are read; one further up is tried first. */
export const timeForms: readonly TimeForm[] = [
  // 2024-05-17, 2024/5/17, 2024.05.17
  form(String.raw`(?<y>\d{4})(?<p>[\-\/.])(?<m>\d{1,2})\k<p>(?<d>\d{1,2})`),
  // 2024-05
  form(String.raw`(?<y>\d{4})[\-\/.](?<m>\d{1,2})`, false),
  // 17/05/2024, 05/17/2024, 17.5.2024
  form(String.raw`(?<u>\d{1,2})(?<p>[\-\/.])(?<v>\d{1,2})\k<p>(?<y>\d{4})`),
  // 17/05/24, 17.05.24; with points a number of a version or a chapter is as likely, unless there are two digits each
  form(String.raw`(?<u>\d{1,2})(?<p>[\-\/])(?<v>\d{1,2})\k<p>(?<w>\d{2})`),
  form(String.raw`(?<u>\d{2})\.(?<v>\d{2})\.(?<w>\d{2})`),
  // 17 May 2024, 17-May-24, 17. Mai 2024, 17 de mayo de 2024
  form(
    String.raw`(?<d>\d{1,2})(?:\.|st|nd|rd|th)?(?: de |[ \-\/]?)${name}(?:,? |[\-\/]| de )(?:(?<y>\d{4})|(?<w>\d{2}))`,
  ),
  // May 17, 2024
  form(String.raw`${name}[ \-](?<d>\d{1,2})(?:st|nd|rd|th)?(?:, ?| |-)(?<y>\d{4})`),
  // May 2024, May-24
  form(String.raw`${name}(?:[ \-\/]|, )(?<y>\d{4})`, false),
  form(String.raw`${name}[\-'’](?<w>\d{2})`, false),
  // 2024 May, 2024-May-17
  form(String.raw`(?<y>\d{4})[ \-\/]?${name}(?:[ \-\/](?<d>\d{1,2}))?`),
  // 2024-W20, 2024W20-5
  form(String.raw`(?<y>\d{4})[\- ]?W(?<k>\d{2})(?:-?(?<e>[1-7]))?`, false),
  // 2024Q2, 2024-Q2, Q2 2024, 2Q2024
  form(String.raw`(?<y>\d{4})[\-\/ ]?[Qq](?<q>[1-4])`, false),
  form(String.raw`[Qq](?<q>[1-4])[\-\/ ]?(?<y>\d{4})`, false),
  form(String.raw`(?<q>[1-4])[Qq](?<y>\d{4})`, false),
  // 2024M05; with a small letter it is an area as often
  form(String.raw`(?<y>\d{4})[\- ]?M(?<m>\d{1,2})`, false),
  // 05/2024
  form(String.raw`(?<m>\d{1,2})[\-\/](?<y>\d{4})`, false),
  // 2024-138
  form(String.raw`(?<y>\d{4})-(?<o>\d{3})`),
  // 20240517T083000Z
  form(String.raw`(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})[T ](?<H>\d{2})(?<i>\d{2})(?<s>\d{2})?(?<z>Z)?`, false),
  // 2024年5月17日
  form(String.raw`(?<y>\d{4})年(?<m>\d{1,2})月(?:(?<d>\d{1,2})日)?`),
];

/** What stands for a letter of a date pattern. */
const groups: Readonly<Record<string, string>> = {
  y: String.raw`(?<y>\d{4})`,
  Y: String.raw`(?<y>\d{4})`,
  M: String.raw`(?<m>\d{1,2})`,
  d: String.raw`(?<d>\d{1,2})`,
  D: String.raw`(?<o>\d{3})`,
  Q: String.raw`(?<q>[1-4])`,
  w: String.raw`(?<k>\d{2})`,
  e: String.raw`(?<e>[1-7])`,
  H: String.raw`(?<H>\d{1,2})`,
  h: String.raw`(?<H>\d{1,2})`,
  m: String.raw`(?<i>\d{2})`,
  s: String.raw`(?<s>\d{2})`,
  S: String.raw`(?<f>\d{1,9})`,
  a: String.raw`(?<a>[AaPp]\.?[Mm]\.?)`,
};

/** The form of a date pattern, as `dd/MM/yyyy HH:mm`; undefined where it is none, or has no year. */
export const formOfPattern = (pattern: string): TimeForm | undefined => {
  let expression = '';
  const seen = new Set<string>();
  for (const [text, quoted, letter] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g)) {
    if (letter === undefined) {
      expression += (quoted?.replaceAll("''", "'") ?? text).replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
      continue;
    }
    const group = letter === 'M' && text.length > 2 ? name : text === 'yy' ? String.raw`(?<w>\d{2})` : groups[letter];
    if (group === undefined || seen.has(letter.toLowerCase() === 'h' ? 'h' : letter)) return undefined;
    seen.add(letter.toLowerCase() === 'h' ? 'h' : letter);
    expression += group;
  }
  if (!seen.has('y') && !seen.has('Y')) return undefined;
  return { expression: new RegExp(`^${expression}(?<z>Z| ?UTC| ?GMT| ?[+-]\\d{2}(?::?\\d{2})?)?$`, 'u') };
};
