import { markdownTable } from '../speed/markdownTable.ts';
import { type Question, questions } from './judgeReading.ts';
import { type Tally, aims, percent } from './tally.ts';

/** By set of files and by reader. */
export type Tallies = ReadonlyMap<string, ReadonlyMap<string, Tally>>;

const mostReasons = 8;
const count = (value: number): string => value.toLocaleString('en');

/** How much of the files each reader has right. */
export const rightTable = (tallies: Tallies, ours: string): string => {
  const rows = [...tallies].flatMap(([set, readers]) =>
    questions.flatMap((question) => {
      const own = readers.get(ours)?.share(question);
      if (!own) return [];
      const aim = aims[question];
      return [
        [
          ...[set, question, count(own.all), aim === undefined ? '' : `${aim} %`],
          ...[...readers.values()].map((tally) => shareOf(tally, question)),
        ],
      ];
    }),
  );
  const [first = new Map<string, Tally>()] = tallies.values();
  return markdownTable(['files', 'what', 'of', 'aim', ...first.keys()], rows);
};

const shareOf = (tally: Tally, question: Question): string => {
  const share = tally.share(question);
  return share ? percent(share) : '';
};

/** How often two are of one mind, and who is right where they are not. */
export const duelTable = (tallies: Tallies, ours: string): string => {
  const rows = [...tallies].flatMap(([set, readers]) =>
    [...readers].flatMap(([name, tally]) =>
      questions.flatMap((question) => {
        const duel = name === ours ? undefined : tally.duel(question);
        if (!duel) return [];
        const { all, both, ours: own, theirs, neither } = duel;
        return [[set, name, question, percent({ right: both, all }), ...[own, theirs, neither].map(count)]];
      }),
    ),
  );
  return markdownTable(['files', 'beside', 'what', 'both right', 'we alone', 'they alone', 'neither'], rows);
};

/** What readers are wrong with, most often first. */
export const reasonTable = (readers: ReadonlyMap<string, Tally>): string => {
  const rows = [...readers].flatMap(([name, tally]) =>
    questions.flatMap((question) => {
      const reasons = tally.reasons(question);
      const told = reasons.slice(0, mostReasons).map(({ trait, count: times }) => `${trait} (${count(times)})`);
      if (reasons.length > mostReasons) told.push('…');
      return reasons.length > 0 ? [[name, question, told.join('; ').replaceAll('|', '\\|')]] : [];
    }),
  );
  return markdownTable(['reader', 'what', 'is wrong with'], rows);
};

/** Each thing that a reader has wrong, with a case. */
export const examplesOf = (tally: Tally): string[] =>
  questions.flatMap((question) =>
    tally
      .reasons(question)
      .map(({ trait, count: times, example }) => `${question}, ${trait} (${count(times)}): ${example}`),
  );

/** What was done, above the tables. */
export const explanation = `All read with their defaults, and are judged by what is right: of the cases, what their list says; of csv-spectrum, the
JSON beside each file; of the tables made from seeds, what was written into them. Cells are compared without blanks around
them, a row that one has and the other has not shifts no other row, and a file that is refused counts as wrong in all its
cells and columns. The others get UTF-8, also of files in UTF-16 and Windows-1252; pandas, which guesses neither, is told
delimiter and header, and what it leaves as texts is given to its \`to_datetime\`.

The tables are those on which reading was mended: at first 33 of the 2,000 had something wrong, none of them in another
delimiter or header but for one column of decimal commas and two of pairs between tabs. Columns of nothing but amounts in
brackets were texts, decimal commas before exponents were lost, notes and totals beside names were rows.`;

/** Which is right where readers differ, and why, below them. */
export const reasons = `Which is right, and why:

- Lines that begin with \`#\` before or between rows, and \`sep=;\`, are no rows: whoever takes them for some has the header
  and the number of columns from them, and pandas refuses the longer rows below. Notes below a table are no rows either.
- Numbers with decimal commas, units, currencies, percent signs, groups of three, brackets, a plus or the long minus are
  numbers; pandas and DuckDB have columns of texts there, and so where a word such as \`-\` or \`?\` stands among numbers.
  Where DuckDB has numbers with decimal commas, some are other numbers than were written. Numbers that count years or
  seconds in columns that are called so are times; both have numbers.
- Rows that end with CR alone are rows; Python's csv takes CR for the delimiter. In texts and times it finds none at all, or
  takes blanks, points or colons, where clevercsv now and then takes blanks, hyphens or \`#\`.
- Whether the first row is a header, Python's csv and clevercsv ask whether lengths and types of the rows below are others;
  numbers with commas and words for none are texts there. DuckDB is wrong mostly in files without a header.
- One cell of csv-spectrum is nobody's: its JSON has another telephone number than its file.`;
