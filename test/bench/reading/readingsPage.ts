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
