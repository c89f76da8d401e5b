import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findCommand, isExecutable, run } from '../../../scripts/processes.mjs';
import type { Reading, Subject } from './subject.ts';

/** Of the package index for Python. */
const packages = ['pandas', 'duckdb', 'clevercsv'];
const script = fileURLToPath(new URL('./python/readTables.py', import.meta.url));

/** Kept for the next time, since installing takes longer than all that is asked. */
const environment = join(tmpdir(), 'rnn-studio-reading-oracles');

/** A Python that has all packages, in an environment made for them; undefined where there can be none. */
export const installOracles = async (): Promise<string | undefined> => {
  const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if ((await isExecutable(python)) && (await run(python, ['-c', `import ${packages.join(', ')}`])) === 0) return python;
  const base = (await findCommand('python3')) ?? (await findCommand('python'));
  if (base === undefined || (await run(base, ['-m', 'venv', '--clear', environment])) !== 0) return undefined;
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--only-binary',
    ':all:',
    ...packages,
  ];
  return (await run(python, install)) === 0 ? python : undefined;
};

/** By the name of an oracle. */
export type Answers = Readonly<Record<string, Reading>>;

/**
 * Lets all oracles read the files, one after another: `onAnswers` gets what each says of a file. They get the files in
 * UTF-8, which not all of them tell from others. Returns their versions.
 */
export const askOracles = async (
  python: string,
  subjects: readonly Subject[],
  folder: string,
  onAnswers: (subject: Subject, answers: Answers) => void,
): Promise<Readonly<Record<string, string>>> => {
  const asked = await Promise.all(subjects.map((subject, at) => describe(subject, join(folder, `utf8-${at}.csv`))));
  const list = join(folder, 'asked.jsonl');
  await writeFile(list, asked.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const child = spawn(python, [script, list], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  let versions: Readonly<Record<string, string>> | undefined;
  let at = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (!versions) {
      versions = JSON.parse(line) as Readonly<Record<string, string>>;
      continue;
    }
    const subject = subjects[at++];
    if (subject) onAnswers(subject, answersOf(JSON.parse(line) as Readonly<Record<string, Answer>>));
  }
  const code = await ended;
  if (code !== 0 || !versions || at !== subjects.length)
    throw new Error(`${script} ended with ${code} after ${at} files.`);
  return versions;
};

interface Asked {
  readonly path: string;
  readonly delimiter: string | null;
  readonly header: boolean;
}

const describe = async ({ path, truth }: Subject, copy: string): Promise<Asked> => {
  const { encoding = 'utf-8', delimiter, header = true } = truth;
  const asked = { delimiter: delimiter ?? null, header };
  if (encoding === 'utf-8') return { path, ...asked };
  await writeFile(copy, new TextDecoder(encoding).decode(await readFile(path)));
  return { path: copy, ...asked };
};

interface Answer extends Omit<Reading, 'delimiter' | 'header' | 'values'> {
  readonly delimiter?: string | null;
  readonly header?: boolean | null;
  readonly values?: readonly (readonly (number | null)[] | null)[];
}

/** JSON has neither NaN nor undefined. */
const answersOf = (given: Readonly<Record<string, Answer>>): Answers =>
  Object.fromEntries(
    Object.entries(given).map(([name, { delimiter, header, values, ...rest }]) => [
      name,
      {
        ...rest,
        delimiter: delimiter ?? undefined,
        header: header ?? undefined,
        values: values?.map((column) => column?.map((value) => value ?? NaN)),
      },
    ]),
  );
