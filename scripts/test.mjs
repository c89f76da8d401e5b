/**
 * `npm test`: every part below, or the ones named, then a summary whose last line is `N passed, N failed`.
 * A part that cannot run counts as failed.
 */
import { availableParallelism } from 'node:os';
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

const { sourceChecks, tests } = await import('./testParts.mjs');

const names = process.argv.slice(2);
const known = [...Object.keys(sourceChecks), ...Object.keys(tests)];
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

/**
 * @template T
 * @param {Record<string, T>} parts
 */
const wanted = (parts) => Object.entries(parts).filter(([name]) => names.length === 0 || names.includes(name));

// The order of the summary, whichever ends first.
for (const [name] of wanted(sourceChecks)) results[name] = { passed: 0, failed: 1, skipped: 0 };
const queue = wanted(sourceChecks);
const takeChecks = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, check] = next;
    let said = '';
    await runPart(name, () => check((text) => (said += text)));
    console.log(`\n── ${name}\n${said.trimEnd()}`);
  }
};
const checked = Promise.all(Array.from({ length: Math.ceil(availableParallelism() / 2) }, takeChecks));

for (const [name, test] of wanted(tests)) {
  // Whatever drives VS Code has the machine for itself.
  if (name !== 'unit' && name !== 'long') await checked;
  console.log(`\n── ${name}`);
  await runPart(name, test);
}
await checked;

console.log(formatSummary(results));
process.exitCode = sum(Object.values(results)).failed > 0 ? 1 : 0;
