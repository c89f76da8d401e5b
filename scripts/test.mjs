/**
 * `npm test`: every part below, or the ones named, then a summary whose last line is `N passed, N failed`.
 * A part that cannot run counts as failed.
 */
import { onPinnedNode } from './install.mjs';
import { CommandError } from './processes.mjs';
import { formatSummary, sum } from './testResult.mjs';

/** @type {Record<string, import('./testResult.mjs').TestResult>} */
const results = {};

try {
  await onPinnedNode();
} catch (error) {
  console.error(error);
  results.install = { passed: 0, failed: 1, skipped: 0 };
  console.log(formatSummary(results));
  process.exit(1);
}

const { tests, besides, alone } = await import('./testParts.mjs');

const names = process.argv.slice(2);
const known = Object.keys({ ...besides, ...tests, ...alone });
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no test part ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  process.exit(2);
}

/**
 * @param {string} name
 * @param {() => Promise<import('./testResult.mjs').TestResult>} part
 */
const runPart = async (name, part) => {
  const start = performance.now();
  try {
    results[name] = await part();
  } catch (error) {
    console.error(error instanceof CommandError ? error.message : error);
    results[name] = { passed: 0, failed: 1, skipped: 0 };
  }
  results[name].seconds = (performance.now() - start) / 1000;
};

/** @param {Record<string, import('./testParts.mjs').Part>} parts */
const wanted = (parts) => Object.entries(parts).filter(([name]) => names.length === 0 || names.includes(name));

/** @param {Record<string, import('./testParts.mjs').Part>} parts */
const runAloud = async (parts) => {
  for (const [name, part] of wanted(parts)) {
    console.log(`\n── ${name}`);
    await runPart(name, part);
  }
};

/**
 * Each part tells what it has to say when it has ended.
 * @param {Record<string, import('./testParts.mjs').Part>} parts
 */
const runBeside = async (parts) => {
  for (const [name, part] of wanted(parts)) {
    let said = '';
    await runPart(name, () => part((text) => (said += text)));
    console.log(`\n── ${name}\n${said.trimEnd()}`);
  }
};

// The order of the summary, whichever ends first.
for (const [name] of [besides, tests, alone].flatMap(wanted)) results[name] = { passed: 0, failed: 1, skipped: 0 };
await Promise.all([runAloud(tests), runBeside(besides)]);
await runAloud(alone);

console.log(formatSummary(results));
process.exitCode = sum(Object.values(results)).failed > 0 ? 1 : 0;
