/** Whose names of months are known, the likeliest first. */
const languages = [
  'en',
  'de',
  'fr',
  'es',
  'pt',
  'it',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'tr',
  'ru',
  'uk',
  'el',
];

/** The names of a language as a file may write them: twelve, in lower case, with the points of what is left out. */
type Names = readonly string[];

let known: ReadonlyMap<string, { readonly month: number; readonly names: Names }[]> | undefined;

/** The number, from 1, of the month with this name in one of the languages that are known; NaN for other words. */
export const monthOf = (name: string): number => find(name)[0]?.month ?? NaN;

/**
 * The names of all months as a file writes them that has the names given, which are of months: in their language, as
 * long, and with capitals and points alike.
 */
export const namesLike = (written: readonly string[]): readonly string[] => {
  const lists = written.map((name) => find(name));
  const [first = [], ...others] = lists;
  const shared = first.filter(({ names }) => others.every((list) => list.some((other) => other.names === names)));
  const names = (shared[0] ?? first[0])?.names ?? [];
  const isUpper = written.every((name) => name === name.toUpperCase());
  const isLower = written.every((name) => name === name.toLowerCase());
  const isPointed = written.some((name) => name.endsWith('.'));
  return names.map((name) => {
    const cased = isUpper ? name.toUpperCase() : isLower ? name : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    return isPointed ? cased : cased.replace('.', '');
  });
};

const find = (name: string): readonly { readonly month: number; readonly names: Names }[] => {
  known ??= listNames();
  return known.get(fold(name)) ?? [];
};

const lower = (name: string): string => name.normalize('NFKC').toLowerCase();
const fold = (name: string): string => lower(name).replace(/\.$/, '');

const newspaperNames = [
  'jan.',
  'feb.',
  'march',
  'april',
  'may',
  'june',
  'july',
  'aug.',
  'sept.',
  'oct.',
  'nov.',
  'dec.',
];

const listNames = (): NonNullable<typeof known> => {
  const found = new Map<string, { readonly month: number; readonly names: Names }[]>();
  const add = (names: Names): void => {
    for (const [index, name] of names.entries()) {
      // Some languages write months as numbers.
      if (!/^\p{L}{3,}\.?$/u.test(name)) continue;
      const list = found.get(fold(name)) ?? [];
      list.push({ month: index + 1, names });
      found.set(fold(name), list);
    }
  };
  for (const language of languages) {
    // As newspapers write it; the usual short form comes before it.
    if (language === 'de') add(newspaperNames);
    for (const month of ['short', 'long'] as const) {
      for (const options of [{ month }, { month, day: 'numeric' } as const]) {
        const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
        add(
          Array.from({ length: 12 }, (_, index) => {
            const parts = format.formatToParts(Date.UTC(2001, index, 15));
            return lower(parts.find(({ type }) => type === 'month')?.value ?? '');
          }),
        );
      }
    }
  }
  return found;
};
