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

const { parts } = await import('./testParts.mjs');

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no test part ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

for (const [name, part] of Object.entries(parts)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`\n── ${name}`);
  const start = performance.now();
  try {
    results[name] = await part();
  } catch (error) {
    console.error(error instanceof CommandError ? error.message : error);
    results[name] = { passed: 0, failed: 1, skipped: 0 };
  }
  results[name].seconds = (performance.now() - start) / 1000;
}

console.log(formatSummary(results));
process.exitCode = sum(Object.values(results)).failed > 0 ? 1 : 0;
