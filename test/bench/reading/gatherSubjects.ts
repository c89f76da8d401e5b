import { access, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import Papa from 'papaparse';
import { runNpm, toStderr } from '../../../scripts/processes.mjs';
import { knownCases } from './knownCases.ts';
import { makeTable } from './madeTables.ts';
import type { Subject } from './subject.ts';

/** Files that were made for other tests, in a folder beside the project; none where they are not here. */
const cases = join(import.meta.dirname, '../../../../shared/cases');

/** The small files that stand for what public reports of neighbouring tools complain of; undefined where they are not here. */
export const gatherCases = async (): Promise<Subject[] | undefined> => {
  const folders = await readdir(cases, { withFileTypes: true }).catch(() => undefined);
  if (!folders) return undefined;
  const subjects: Subject[] = [];
  for (const { name: folder } of folders.filter((entry) => entry.isDirectory())) {
    for (const file of (await readdir(join(cases, folder))).sort()) {
      const name = `${folder}/${basename(file).replace(/\.\w+$/, '')}`;
      const known = knownCases[name];
      if (known === undefined) throw new Error(`${name} is not among the known cases; say what its columns hold`);
      const kinds = known
        .split(' ')
        .map((kind) => ({ n: 'number', t: 'time', w: 'text' })[kind] as 'number' | 'time' | 'text');
      const delimiter = file.endsWith('.tsv') ? '\t' : semicolons.has(name) ? ';' : ',';
      const path = join(cases, folder, file);
      const rows = cellsOf(await readFile(path, 'utf8'), delimiter);
      subjects.push({
        ...{ name, path },
        truth: { delimiter: kinds.length > 1 ? delimiter : undefined, header: true, encoding: 'utf-8', rows, kinds },
        ...{ traits: [name], columnTraits: kinds.map(() => [name]) },
      });
    }
  }
  return subjects;
};

/** Of a file without comments. */
const cellsOf = (text: string, delimiter: string): string[][] =>
  Papa.parse<string[]>(text.replace(/^sep=.*\n/, ''), { delimiter, skipEmptyLines: true }).data;

const semicolons = new Set(['numbers/thousands-dot', 'tables/excel-sep-line']);

/** csv-spectrum's files with what is in them, fetched into `folder`; undefined where it cannot be had. */
export const gatherSpectrum = async (folder: string): Promise<Subject[] | undefined> => {
  await mkdir(folder);
  try {
    await runNpm(
      ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', 'csv-spectrum'],
      toStderr,
    );
  } catch {
    return undefined;
  }
  const root = join(folder, 'node_modules/csv-spectrum');
  await access(join(root, 'csvs'));
  const subjects: Subject[] = [];
  for (const file of (await readdir(join(root, 'csvs'))).sort()) {
    const name = file.replace(/\.csv$/, '');
    const text = await readFile(join(root, 'json', `${name}.json`), 'utf8');
    const parsed = JSON.parse(text) as Readonly<Record<string, string>> | readonly Readonly<Record<string, string>>[];
    const records = Array.isArray(parsed)
      ? (parsed as readonly Readonly<Record<string, string>>[])
      : [parsed as Readonly<Record<string, string>>];
    const rows = [Object.keys(records[0] ?? {}), ...records.map((record) => Object.values(record))];
    subjects.push({
      ...{ name: `csv-spectrum/${name}`, path: join(root, 'csvs', file) },
      truth: { delimiter: ',', header: true, encoding: 'utf-8', rows },
      ...{ traits: [`csv-spectrum/${name}`], columnTraits: [] },
    });
  }
  return subjects;
};

/** Tables of our own generator, of the seeds from 1 on. */
export const makeSubjects = async (folder: string, count: number): Promise<Subject[]> => {
  await mkdir(folder);
  const subjects: Subject[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const { bytes, extension, ...rest } = makeTable(seed);
    const path = join(folder, `made-${seed}.${extension}`);
    await writeFile(path, bytes);
    subjects.push({ name: `seed ${seed}`, path, ...rest });
  }
  return subjects;
};
