/** `npm run bench -- --report`: measures everything that speed targets are set for and writes it with plots to `results`, a report for each kind of processor. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { formatText } from '../../../scripts/formatText.mjs';
import { findBackends, kindNames, type Backend } from './backends.ts';
import { kernelShare } from './kernelShare.ts';
import { lineChart } from './lineChart.ts';
import { describeMachine, processorSlug } from './machine.ts';
import { markdownTable } from './markdownTable.ts';
import { measureCurves, type Curve } from './measureCurves.ts';
import { measureInference, tableRows } from './measureInference.ts';
import { measureWork, type Measured } from './measureWork.ts';
import { endPeers, startPeers } from './peers.ts';
import { showTime, speedTable } from './speedTable.ts';
import { targetTable, type Results } from './targets.ts';
import { threadCounts } from './threadCounts.ts';
import { textWork, works, type TargetWork } from './work.ts';

const folder = fileURLToPath(new URL('../results/speed/', import.meta.url));

const reportName = `speed-${processorSlug()}`;

const plotName = ({ id }: Curve): string => `${reportName}-${id}.svg`;

const peakTable = (backends: readonly Backend[]): string =>
  markdownTable(
    ['GFLOP/s of a matrix product', ...threadCounts().map((threads) => `threads: ${threads}`)],
    backends.map(({ module, peaks }) => [module.name, ...[...peaks.values()].map(showTime)]),
  );

const shareTable = (shares: Results['shares']): string =>
  markdownTable(
    ['LSTM 2×128, one thread', 'step, ms', 'outside kernels, ms', 'calls of kernels'],
    shares.map(({ backend, step, outside, calls }) => [
      kindNames[backend],
      showTime(step),
      showTime(outside),
      String(calls),
    ]),
  );

const inferenceTable = (inference: Results['inference']): string =>
  markdownTable(
    ['kernels', 'characters/s', 'CSV read, ms', 'windows predicted, ms', 'all of it with the output written, ms'],
    inference.map(({ name, charactersPerSecond, reading, predicting, everything }) => [
      name,
      ...[charactersPerSecond, reading, predicting, everything].map((value) => Math.round(value).toLocaleString('en')),
    ]),
  );

const reportOf = (
  machine: readonly string[],
  results: Results,
  backends: readonly Backend[],
  curves: readonly Curve[],
): string => `
# Speed, beside PyTorch and tfjs

\`npm run bench -- --report\`, ${new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })}.

${machine.map((line) => `- ${line}`).join('\n')}

## Targets

${targetTable(results)}

## One training step

Forward, loss, backward, clipping by norm, Adam; milliseconds, each side's best.

${speedTable(results.table)}

${curves.map((curve) => `![${curve.title}](${plotName(curve)})`).join('\n\n')}

## The peak, and what lies outside kernels

${peakTable(backends)}

${shareTable(results.shares)}

## Use

Text: LSTM 2×128, V 65, sampled with temperature 0.8 and streamed, one core. Table: ${tableRows.toLocaleString('en')} rows of a
time and two numbers, with the network that is proposed for it.

${inferenceTable(results.inference)}

## How it was taken

- All sides are timed in turns in one run, some seconds each after a third of that to warm up. The best step of each
  counts: whatever else the machine does only adds to a time. Speeds against others are of our step on all cores that
  the network is worth.
- PyTorch runs in processes for each number of threads (\`torch.set_num_threads\` and \`OMP_NUM_THREADS\`: 1, 2, 4 … and
  all cores) and for each installation; the fastest of all counts. From two threads on there are three processes of each
  kind, since their times differ by a factor of up to two. Adam is the fastest of its plain, foreach and fused forms. \`OPENBLAS_CORETYPE\` and \`OPENBLAS_L2_SIZE\` are unset.
- tfjs is the better of its backends WebAssembly (SIMD, one thread: Node has no more) and, up to 1 GFLOP a step,
  JavaScript. Its text models begin each step with zeros instead of the state before, and embed by a product with
  one-hot rows; its GRU resets before the product.
- Floating-point operations of a step are those of the matrix products it needs: of a layer of G gates forward
  2·T·B·(inputs + H)·G·H; backward the same for the weights, 2·(T − 1)·B·H·G·H for the states and 2·T·B·inputs·G·H for
  the inputs where they are not data; the head likewise; embeddings, gates, loss and Adam nothing.
- The native peak is the faster of PyTorch's product of 1024 × 1024 matrices, on the same threads, and of our own of
  matrices in the first caches; the peak of WebAssembly is our own.
- The speed at the full peak is what the measured one would be if our step took no longer than its floating-point
  operations take at the peak: no engine that computes in single precision, by vectors, gets beyond it on this machine.
- The time outside kernels is that of a step less that of all calls of kernels in it; the clock counts as outside.
`;

const log = (text: string): void => void process.stderr.write(`${text}\n`);

const peers = await startPeers(log);
try {
  const backends = await findBackends(peers.torches);
  const machine = await describeMachine(backends, peers);
  const table: Measured<TargetWork>[] = [];
  for (const work of works) {
    log(work.name);
    table.push(await measureWork(work, backends, peers, threadCounts(), 2));
  }
  log('time outside kernels');
  const shares = [];
  for (const { kind, module } of backends)
    shares.push({ backend: kind, ...(await kernelShare(textWork({}), module, 3)) });
  log('use of trained models');
  const results = { table, shares, inference: await measureInference(backends.map(({ module }) => module)) };
  const [text] = table;
  const curves = text ? await measureCurves(text, backends, peers, log) : [];
  const report = await formatText('report.md', reportOf(machine, results, backends, curves));
  await mkdir(folder, { recursive: true });
  for (const curve of curves) await writeFile(`${folder}${plotName(curve)}`, lineChart(curve));
  await writeFile(`${folder}${reportName}.md`, report);
  console.log(report);
} finally {
  endPeers(peers);
}
