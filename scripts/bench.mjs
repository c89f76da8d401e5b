/**
 * `npm run bench [-- word…]`: runs every bench of test/bench, or those whose names contain one of the words, in any
 * case; `results` stands for all that train to a figure that is aimed at, on data of others where that is there. A word
 * with a `=`, as `seed=7`, is a setting for them: with `long=yes` they also train what takes an hour and more, which they
 * name else. `--json` times training steps alone and prints one object a line; `--report` writes
 * test/bench/results/speed/speed-<processor>.md.
 */
import { readFile, readdir } from 'node:fs/promises';
import { engineFlags } from '../engine/protocol.ts';
import { buildIfStale } from './build.mjs';
import { onPinnedNode } from './install.mjs';
import { run } from './processes.mjs';

const folder = 'test/bench';
/**
 * What trains to a figure that is aimed at, each with its settings.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const results = {
  ...{ textClassification: [], sequenceClassification: [], labeling: [], translation: [], languageModel: [] },
  ...{ sequenceStep: [], largerThanMemory: ['file=opinions'] },
};
/** @param {string} file */
const settingsForResults = (file) => (isResults ? results[file.replace('.bench.ts', '')] : undefined);
const args = process.argv.slice(2);
const isJson = args.includes('--json');
const isReport = args.includes('--report');
const settings = args.filter((word) => word.includes('='));
const isResults = args.includes('results');
const words = args.filter((word) => !['--json', '--report', 'results'].includes(word) && !settings.includes(word));

await onPinnedNode();
await buildIfStale();

const chooseFiles = async () => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  const sources = await Promise.all(files.map((file) => readFile(`${folder}/${file}`, 'utf8')));
  // What another file imports is a part of benches and none itself.
  const benches = files.filter((file) => !sources.some((source) => source.includes(`'./${file}'`)));
  if (words.length === 0 && !isResults) return benches;
  return benches.filter(
    (file) =>
      settingsForResults(file) !== undefined || words.some((word) => file.toLowerCase().includes(word.toLowerCase())),
  );
};

/** @param {readonly string[]} args */
const bench = async (...args) => {
  if ((await run(process.execPath, [...engineFlags, ...args])) !== 0) process.exitCode = 1;
};

if (isJson) await bench(`${folder}/trainingStep.bench.ts`, '--json');
if (isReport) await bench(`${folder}/speed/writeReport.ts`);
if (!isJson && !isReport) {
  for (const file of await chooseFiles()) {
    console.log(`\n── ${file}`);
    await bench(`${folder}/${file}`, ...(settingsForResults(file) ?? []), ...settings);
  }
}
