import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../engine/config.ts';
import { LoadedModels } from '../../engine/prediction/loadedModels.ts';
import { predictFile } from '../../engine/prediction/predictFile.ts';
import type { ColumnSummary, Prediction } from '../../engine/protocol.ts';
import { inspectFile } from '../../engine/tasks/inspectFile.ts';
import { startRun } from '../../engine/training/startRun.ts';
import { skipUnless } from '../skipUnless.ts';

/** What is right of one file. */
interface Case {
  readonly file: string;
  readonly task?: string;
  readonly rows?: number;
  /** By name. */
  readonly columns?: Readonly<Record<string, Partial<ColumnSummary>>>;
  readonly notes?: readonly RegExp[];
  /** Where it is trained on: what is predicted for which column. */
  readonly learned?: Learned;
}

interface Learned {
  readonly data?: Config['data'];
  readonly column: string;
  /** What each prediction, as text, is like. */
  readonly text: RegExp;
  /** What the first row after the last one is like. */
  readonly row?: RegExp;
}

const number = (more: Partial<ColumnSummary> = {}): Partial<ColumnSummary> => ({
  type: 'number',
  problems: [],
  ...more,
});

const cases: readonly Case[] = [
  {
    file: 'numbers/exponent.csv',
    columns: { flux: number(), step: number({ min: 0, max: 239 }) },
    learned: { column: 'flux', text: /^\d\.\d{3}e-0\d$/, row: /^240,\d\.\d{3}e-0\d$/ },
  },
  {
    file: 'numbers/percent-and-currency.csv',
    columns: { share: number({ min: 142.3 }), price: number({ min: 854.05, max: 927.12 }) },
    notes: [/share are written with the unit %/, /price are written with the unit \$/],
    learned: { column: 'price', text: /^\$\d{3}\.\d\d$/, row: /^2024-03-25,,\$\d{3}\.\d\d$/ },
  },
  {
    file: 'numbers/accounting-negative.csv',
    columns: { balance: number({ min: -12.5 }) },
    notes: [/brackets for a minus/],
    learned: { column: 'balance', text: /^(?:\d+\.\d|\(\d+\.\d\))$/ },
  },
  {
    file: 'numbers/unicode-minus.csv',
    columns: { degrees: number({ min: -8.4 }) },
    learned: { column: 'degrees', text: /^\u2212?\d+\.\d$/ },
  },
  {
    file: 'numbers/missing-words.csv',
    columns: { errors: number({ missing: 79, min: 18, max: 24 }) },
    notes: [/79 cells of errors have no value: '-' \(36\), 'NA' \(43\)/],
    learned: { column: 'errors', text: /^\d\d$/ },
  },
  {
    file: 'numbers/thousands-dot.csv',
    columns: { units: number({ min: 900, max: 1059 }) },
    notes: [/'\.' between thousands/],
    learned: { column: 'units', text: /^(?:\d{3}|1\.\d{3})$/ },
  },
  {
    file: 'numbers/thousands-comma.tsv',
    columns: { units: number({ min: 900, max: 1059 }) },
    notes: [/',' between thousands/],
  },
  {
    file: 'numbers/huge.csv',
    columns: { x: number({ min: 3.59e301 }) },
    learned: { column: 'x', text: /^[3-6]\d\.\de300$/ },
  },
  {
    file: 'labels/leading-zeros.csv',
    task: 'classification',
    columns: { code: { type: 'category', distinct: 3 } },
    learned: { column: 'code', text: /^(?:01|1|10)$/ },
  },
  {
    file: 'labels/exponent-like.csv',
    task: 'classification',
    columns: { code: { type: 'category', distinct: 3 } },
    learned: { column: 'code', text: /^(?:1E1|10|2E1)$/ },
  },
  {
    file: 'labels/decimal-like.csv',
    task: 'classification',
    columns: { code: { type: 'category', distinct: 3 } },
    learned: { column: 'code', text: /^1\.(?:1|10|2)$/ },
  },
  {
    file: 'labels/trailing-space.csv',
    task: 'classification',
    columns: { animal: { type: 'category', distinct: 2 } },
    notes: [/count as one: "cat " and "cat"/],
    learned: { column: 'animal', text: /^(?:cat|dog)$/ },
  },
  {
    file: 'tables/pandas-header.csv',
    task: 'classification',
    rows: 80,
    columns: { label: { type: 'category', distinct: 2 }, '0': number(), '11': number() },
    learned: { column: 'label', text: /^[ab]$/ },
  },
  {
    file: 'tables/year-columns.csv',
    task: 'forecast',
    rows: 120,
    columns: { month: number({ min: 1, max: 12 }), '2019': number(), '2020': number() },
    learned: { column: '2020', text: /^\d\d\.\d$/ },
  },
  {
    file: 'tables/excel-sep-line.csv',
    task: 'forecast',
    rows: 200,
    columns: { day: { type: 'timestamp', problems: [] }, value: number({ max: 68.01 }) },
    notes: [/first line names the delimiter/],
    learned: { column: 'value', text: /^\d\d,\d\d$/, row: /^2021-09-17;\d\d,\d\d$/ },
  },
  {
    file: 'tables/hash-rows.csv',
    rows: 120,
    columns: { value: number() },
    notes: [/begin with # and have 2 cells are rows/],
    learned: { column: 'value', text: /^\d\d\.\d\d$/ },
  },
  {
    file: 'tables/hash-header.csv',
    task: 'forecast',
    rows: 150,
    columns: { '#day': { type: 'timestamp' }, value: number() },
    learned: { column: 'value', text: /^\d\d\.\d\d$/ },
  },
  {
    file: 'tables/stacked-stores.csv',
    task: 'forecast',
    rows: 540,
    columns: { store: { type: 'category', distinct: 3 }, day: { type: 'timestamp' }, sales: number() },
    learned: { column: 'sales', text: /^\d{2,3}\.\d$/, row: /^north,2021-08-28,\d{2,3}\.\d$/ },
  },
];

const folder = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));
const isThere = existsSync(folder);
/** Folders all of whose files have a row above. */
const whole = ['numbers', 'labels', 'tables'];
/** Those whose times and seasons are told elsewhere: a series of one column each. */
const timed: readonly Case[] = (isThere ? ['time', 'season'] : []).flatMap((name) =>
  readdirSync(join(folder, name)).map((file) => ({
    file: `${name}/${file}`,
    learned: { column: 'value', text: /^\d{2,3}\.\d{2,3}$/ },
  })),
);

describe('files like those that neighbouring tools stumble over', skipUnless(isThere, `there is no ${folder}`), () => {
  let runs: string;
  let models: LoadedModels;
  beforeAll(async () => {
    runs = await mkdtemp(join(tmpdir(), 'rnn-cases-'));
    models = new LoadedModels();
  });
  afterAll(async () => {
    await models.dispose();
    await rm(runs, { recursive: true });
  });

  /** A tiny network that has seen the file once, and what it predicts of it. */
  const learn = async (file: string, data: Config['data']): Promise<{ prediction: Prediction; out: string }> => {
    const config: Config = {
      ...(data && { data }),
      model: { hiddenSize: 2, numLayers: 1 },
      training: { epochs: 1, threads: 1, seed: 1 },
    };
    const listener = { report: () => undefined, setStatus: () => undefined };
    const {
      run,
      session,
      folder: { path },
    } = await startRun({ file, config, runs }, listener);
    await run.run();
    await session.dispose();
    const out = `${path}.csv`;
    const prediction = await predictFile(models, { model: path, file, out });
    return { prediction, out: await readFile(out, 'utf8') };
  };

  test.each(cases)('$file is understood', async ({ file, task, rows, columns = {}, notes = [] }) => {
    const inspection = await inspectFile(join(folder, file), {});
    if (inspection.kind !== 'table') throw new Error('read as a text');
    if (task !== undefined) expect(inspection.proposedTask).toBe(task);
    if (rows !== undefined) expect(inspection.rows).toBe(rows);
    for (const [name, wanted] of Object.entries(columns)) {
      expect(inspection.columns.find((column) => column.name === name)).toMatchObject(wanted);
    }
    for (const note of notes) expect(inspection.notes?.join('\n')).toMatch(note);
  });

  test.each([...cases, ...timed].flatMap(({ file, learned }) => (learned ? [{ file, ...learned }] : [])))(
    '$file is learned, and its predictions are written as the file is',
    async ({ file, data, column, text, row }) => {
      const path = join(folder, file);
      const { prediction, out } = await learn(path, data);
      const written = Papa.parse<Record<string, string>>(out, { header: true, skipEmptyLines: true }).data;
      const predicted = written.map((line) => line[`${column}_predicted`] ?? '').filter((cell) => cell !== '');
      expect(predicted.length).toBeGreaterThan(0);
      for (const cell of predicted) expect(cell).toMatch(text);
      if (row) expect(prediction.next[0]?.row).toMatch(row);
      const content = readFileSync(path, 'utf8').replace(/^sep=.*\n/, '');
      const delimiter = /[;\t,]/.exec(content)?.[0] ?? ',';
      const cells = Papa.parse<Record<string, string>>(content, { header: true, skipEmptyLines: true, delimiter });
      const rows = cells.data.length;
      const kept = prediction.nextAbove === undefined ? written.slice(0, rows) : written.slice(-rows);
      expect(kept.map((line) => line[column])).toEqual(cells.data.map((line) => line[column]));
    },
  );

  test.each(whole)('all files of %s are among them', (name) => {
    const files = readdirSync(join(folder, name)).map((file) => `${name}/${file}`);
    expect(cases.map(({ file }) => file)).toEqual(expect.arrayContaining(files));
  });
});
