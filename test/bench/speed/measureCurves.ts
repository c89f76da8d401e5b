import { kindNames, type Backend } from './backends.ts';
import type { LineChart, Series } from './lineChart.ts';
import { measureWork, onAllThreads, type Measured } from './measureWork.ts';
import type { Peers } from './peers.ts';
import { threadCounts } from './threadCounts.ts';
import { textWork } from './work.ts';

export interface Curve extends LineChart {
  /** Of the file. */
  readonly id: string;
}

/** Step times of the text model with one of its sizes varied, and over threads, from what was `measured` of it before. */
export const measureCurves = async (
  measured: Measured,
  backends: readonly Backend[],
  peers: Peers,
  log: (text: string) => void,
): Promise<Curve[]> => {
  const curve = async (
    id: string,
    over: string,
    constant: string,
    values: readonly number[],
    key: 'hidden' | 'batch' | 'steps',
  ): Promise<Curve> => {
    const results: (Measured & { readonly x: number })[] = [];
    for (const x of values) {
      const work = textWork({ [key]: x });
      log(`${over} ${x}`);
      const threads = threadCounts().slice(-1);
      const isKnown = work.name === measured.work.name;
      results.push({ x, ...(isKnown ? measured : await measureWork(work, backends, peers, threads, 1)) });
    }
    return { id, ...describe(over, constant), series: seriesOf(results) };
  };
  return [
    await curve('hidden', 'hidden units H', 'T 50, B 50', [16, 32, 64, 128, 256, 512], 'hidden'),
    await curve('batch', 'lanes of the batch B', 'H 128, T 50', [1, 4, 16, 50, 100, 200], 'batch'),
    await curve('steps', 'time steps T', 'H 128, B 50', [12, 25, 50, 100, 200], 'steps'),
    { id: 'threads', ...describe('threads', 'H 128, T 50, B 50'), series: threadSeries(measured) },
  ];
};

const describe = (over: string, constant: string): Omit<LineChart, 'series'> => ({
  title: `One training step over ${over}`,
  subtitle: `LSTM of 2 layers, V 65, ${constant}; both axes logarithmic, lower is faster`,
  xLabel: over,
  yLabel: 'milliseconds a step',
});

/** Ours on all threads, the fastest PyTorch, tfjs. */
const seriesOf = (results: readonly (Measured & { readonly x: number })[]): Series[] => {
  const line = (name: string, timeOf: (result: Measured) => number | undefined): Series => ({
    name,
    points: results.flatMap((result) => {
      const y = timeOf(result);
      return y === undefined ? [] : [{ x: result.x, y }];
    }),
  });
  return [
    line(kindNames.native, (result) => onAllThreads(result, 'native')?.best),
    line(kindNames.wasm, (result) => onAllThreads(result, 'wasm')?.best),
    line('PyTorch', ({ torches }) => torches[0]?.best),
    line('tfjs', ({ tfjs }) => tfjs?.best),
  ];
};

/** tfjs has one thread. */
const threadSeries = ({ ours, torches, tfjs }: Measured): Series[] => [
  ...(['native', 'wasm'] as const).map((kind) => ({
    name: kindNames[kind],
    points: ours.filter(({ backend }) => backend === kind).map(({ threads, best }) => ({ x: threads, y: best })),
  })),
  {
    name: 'PyTorch',
    points: threadCounts().flatMap((x) => {
      const fastest = torches.find(({ threads }) => threads === x);
      return fastest ? [{ x, y: fastest.best }] : [];
    }),
  },
  { name: 'tfjs', points: tfjs ? [{ x: 1, y: tfjs.best }] : [] },
];
