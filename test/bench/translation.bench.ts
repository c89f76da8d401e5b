/**
 * Trains on the CMU Pronouncing Dictionary, spelling to sounds, and prints the share of the test words whose sounds are
 * none of those in the dictionary, stress left out. Writes test/bench/results/translation.md.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import { startEngine } from './engineClient.ts';

/** Where data is that nobody on this project made and that is not part of it. */
const dictionary = join(import.meta.dirname, '../../../shared/data/cmudict/dict.txt.gz');

/** All else is as it is by default. */
const config: Config = { data: { split: { valid: 0.05, test: 0.05 } }, training: { epochs: 8 } };

/** Lines of a word and its sounds without stress; of a word with several ways to say it one line each. */
const readPairs = async (): Promise<string> => {
  const lines = gunzipSync(await readFile(dictionary))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const pairs = lines.flatMap((line) => {
    const [, word = '', sounds = ''] = /^(\S+?)(?:\(\d+\))?\s+(.*?)(?:\s+#.*)?$/.exec(line) ?? [];
    return word === '' ? [] : [`${word.toLowerCase()}\t${sounds.replace(/\d/g, '')}\n`];
  });
  return `word\tpronunciation\n${pairs.join('')}`;
};

const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
const engine = startEngine();
try {
  const file = join(folder, 'cmudict.tsv');
  await writeFile(file, await readPairs());
  const { promise: ended, resolve: end } = Promise.withResolvers<protocol.RunEvent>();
  const epochs: protocol.EpochEvent[] = [];
  let begun: protocol.ConfigEvent | undefined;
  engine.connection.onNotification(protocol.runEvents, ({ events }) => {
    for (const event of events) {
      if (event.event === 'config') begun = event;
      if (event.event === 'epoch') epochs.push(event);
      if (event.event === 'done' || event.event === 'error') end(event);
    }
  });
  await engine.connection.sendRequest(protocol.train, { file, config, runs: folder });
  const done = await ended;
  if (done.event !== 'done') throw new Error(done.event === 'error' ? done.message : 'The run did not end.');
  const percent = (exact: protocol.Measured | undefined): string => `${(100 * (1 - (exact ?? NaN))).toFixed(1)} %`;
  const { metrics, baselines } = done.test;
  const [cpu] = cpus();
  const today = new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const text = [
    '# Spelling to sounds',
    '',
    `\`npm run bench -- translation\`, ${today}.`,
    `${cpu?.model ?? 'unknown'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB; ${type()} ${release()}; Node ${process.version}.`,
    '',
    `The CMU Pronouncing Dictionary, 5 % of its words each for validation and test; a word is right where its sounds, stress`,
    `left out, are one of those listed for it. ${begun?.parameters.toLocaleString('en')} parameters, ${Math.round(done.seconds)} seconds on ${begun?.threads} threads.`,
    '',
    `Words of the test split that are wrong: ${percent(metrics['exactMatch'])}; by the nearest training pair ${percent(baselines['nearest']?.['exactMatch'])}.`,
    '',
    ...epochs.map(({ epoch, validLoss }) => `- epoch ${epoch}: validation loss ${validLoss?.toFixed(3)}`),
    '',
  ].join('\n');
  console.log(text);
  await writeFile(join(import.meta.dirname, 'results/translation.md'), text);
} finally {
  await engine.end();
  await rm(folder, { recursive: true });
}
