/**
 * What it takes to use a trained model, by the functions that serve the editor and the command line: characters a
 * second of a text model on one core, and milliseconds to read, predict and write a CSV of 100,000 rows.
 */
import { loadKernels } from '../../engine/compute/loadKernels.ts';
import { measureInference } from './speed/measureInference.ts';

const modules = new Set([await loadKernels('auto'), await loadKernels('wasm')]);
for (const result of await measureInference([...modules])) {
  const { name, charactersPerSecond, reading, predicting, everything } = result;
  const [speed, ...times] = [charactersPerSecond, reading, predicting, everything].map((value) => value.toFixed(0));
  console.log(`${name}: ${speed} characters/s; CSV of 100,000 rows: ${times.join(', ')} ms to read, predict, do all`);
}
