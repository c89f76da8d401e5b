/**
 * What the product takes files of tables for, beside what is right and what others take them for: Python's csv, pandas,
 * DuckDB and clevercsv, installed for this alone where there are a Python and its package index. The files: those in the
 * folder of cases beside the project, csv-spectrum's, and 2,000 tables that are made here from seeds, whose cells, types
 * and values are known; `tables=200` makes fewer. Left out, and said, is what is not there. Writes
 * test/bench/results/reading.md where all is.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeHere } from './describeHere.ts';
import { gatherCases, gatherSpectrum, makeSubjects } from './reading/gatherSubjects.ts';
import { type Verdict, judgeReading } from './reading/judgeReading.ts';
import { askOracles, installOracles } from './reading/oracles.ts';
import {
  type Tallies,
  duelTable,
  examplesOf,
  explanation,
  reasonTable,
  reasons,
  rightTable,
} from './reading/readingsPage.ts';
import { readOurs } from './reading/readOurs.ts';
import type { Subject } from './reading/subject.ts';
import { Tally } from './reading/tally.ts';

const usual = 2000;
const tables = Number(/^tables=(\d+)$/.exec(process.argv[2] ?? '')?.[1] ?? usual);
const ours = 'RNN Studio';

const folder = await mkdtemp(join(tmpdir(), 'rnn-reading-'));
try {
  const sets = new Map<string, readonly Subject[]>();
  const cases = await gatherCases();
  if (cases) sets.set('cases', cases);
  else console.log('left out: the folder of cases is not here');
  const spectrum = await gatherSpectrum(join(folder, 'spectrum'));
  if (spectrum) sets.set('csv-spectrum', spectrum);
  else console.log('left out: csv-spectrum cannot be fetched');
  sets.set('made', await makeSubjects(join(folder, 'made'), tables));
  const subjects = [...sets].flatMap(([set, each]) => each.map((subject) => ({ set, subject })));

  const tallies = new Map([...sets.keys()].map((set) => [set, new Map([[ours, new Tally()]])]));
  const tallyOf = (set: string, reader: string): Tally => {
    const readers = tallies.get(set) ?? new Map<string, Tally>();
    const tally = readers.get(reader) ?? new Tally();
    readers.set(reader, tally);
    return tally;
  };
  const verdicts = new Map<Subject, readonly Verdict[]>();
  const usage = process.cpuUsage();
  for (const { set, subject } of subjects) {
    const own = judgeReading(ours, await readOurs(subject.path), subject);
    verdicts.set(subject, own);
    tallyOf(set, ours).add(subject.name, own, own);
  }
  const { user, system } = process.cpuUsage(usage);
  console.log(`${subjects.length} files read and judged in ${((user + system) / 1e6).toFixed(0)} s of the processor`);
  for (const [set, readers] of tallies) {
    for (const line of examplesOf(readers.get(ours) ?? new Tally())) console.log(`${set}: ${line}`);
  }

  const python = await installOracles();
  if (!python) {
    console.log('left out: there is no Python with the packages of the others');
    console.log(`\n${rightTable(tallies, ours)}`);
  } else {
    const setOf = new Map(subjects.map(({ set, subject }) => [subject, set]));
    const versions = await askOracles(python, [...setOf.keys()], folder, (subject, answers) => {
      for (const [reader, reading] of Object.entries(answers)) {
        const own = verdicts.get(subject) ?? [];
        tallyOf(setOf.get(subject) ?? '', reader).add(subject.name, judgeReading(reader, reading, subject), own);
      }
    });
    const page = pageOf(tallies, versions);
    console.log(`\n${page}`);
    if (cases && spectrum && tables === usual)
      await writeFile(fileURLToPath(new URL('./results/reading.md', import.meta.url)), page);
  }
} finally {
  await rm(folder, { recursive: true });
}

function pageOf(all: Tallies, versions: Readonly<Record<string, string>>): string {
  const made = all.get('made') ?? new Map<string, Tally>();
  const versionsRead = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `# What a file is taken for

${describeHere('reading')}
${versionsRead.join(', ')}.

${explanation}

${rightTable(all, ours)}

Beside each of the others, how often both are right, and who is where not both are:

${duelTable(all, ours)}

What readers are wrong with of the tables that were made, by what is in those files with which they are wrong most often;
cells and values are counted one by one:

${reasonTable(made)}

${reasons}
`;
}
