import { kindNames, type Backend } from './backends.ts';
import { tableRows, type Inference } from './measureInference.ts';
import { onAllThreads, type Measured } from './measureWork.ts';
import type { KernelShare } from './kernelShare.ts';
import { markdownTable } from './markdownTable.ts';
import { showTime } from './speedTable.ts';
import { specOf } from '../../../engine/network/cells/findCell.ts';
import { textWork, type TargetWork } from './work.ts';

/** Everything that targets are set for. */
export interface Results {
  readonly table: readonly Measured<TargetWork>[];
  readonly shares: readonly (KernelShare & { readonly backend: Backend['kind'] })[];
  readonly inference: readonly Inference[];
}

interface Target {
  readonly what: string;
  readonly backend: Backend['kind'];
  readonly measured: number;
  readonly wanted: number;
  readonly unit: string;
  /** What would be measured at the full peak of the machine's matrix products. */
  readonly atPeak?: number;
  /** Instead of at least. */
  readonly isAtMost?: boolean;
}

const kinds = ['native', 'wasm'] as const;

/** Markdown: each target beside what was measured, `met` or `missed`; what could not be measured is left out. */
export const targetTable = (results: Results): string => {
  const targets = [
    ...results.table.flatMap(againstPeers),
    ...results.table.flatMap((result) => againstCells(result, results.table)),
    ...results.table.flatMap(shareAndScaling),
    ...results.shares.map(outsideKernels),
    ...results.inference.flatMap(ofInference),
  ];
  const rows = targets.map(({ what, backend, measured, wanted, unit, atPeak, isAtMost }) => [
    what,
    kindNames[backend],
    `${showTime(measured)} ${unit}`,
    `${isAtMost ? '≤' : '≥'} ${wanted.toLocaleString('en')} ${unit}`,
    (isAtMost ? measured <= wanted : measured >= wanted) ? 'met' : '**missed**',
    atPeak === undefined ? '' : `${showTime(atPeak)} ${unit}`,
  ]);
  return markdownTable(['what', 'kernels', 'measured', 'target', 'verdict', 'at the full peak'], rows);
};

const againstPeers = (result: Measured<TargetWork>): Target[] => {
  const { work, torches, tfjs } = result;
  const [torch] = torches;
  return kinds.flatMap((backend) => {
    const ours = onAllThreads(result, backend);
    if (!ours) return [];
    const target = (peer: string, theirs: number | undefined, wanted: number): Target[] => {
      if (theirs === undefined) return [];
      const measured = theirs / ours.best;
      const what = `${work.name}, speed against ${peer}`;
      return [{ what, backend, measured, wanted, unit: '×', atPeak: measured / ours.shareOfPeak }];
    };
    return [
      ...(work.targets ? target('PyTorch', torch?.best, work.targets[backend]) : []),
      ...(work.targets ? target('tfjs', tfjs?.best, backend === 'native' ? 50 : 20) : []),
    ];
  });
};

/** Against the same work of other cells, on all threads. */
const againstCells = (result: Measured<TargetWork>, table: Results['table']): Target[] => {
  const { against, cell, name, ...sizes } = result.work;
  return (against?.cells ?? []).flatMap((other) => {
    const theirs = table.find(({ work }) => work.name === textWork({ ...sizes, cell: other }).name);
    return kinds.flatMap((backend) => {
      const [own, its] = [onAllThreads(result, backend), theirs && onAllThreads(theirs, backend)];
      if (!against || !own || !its) return [];
      const what = `${name}, speed against ${other}`;
      return [{ what, backend, measured: its.best / own.best, wanted: against.times, unit: '×' }];
    });
  });
};

/** Of the text models, whose time the products of matrices make; two threads from 128 units on. */
const shareAndScaling = (result: Measured<TargetWork>): Target[] => {
  const { work, ours } = result;
  if (work.hidden < 128 || !specOf(work).isRecurrent) return [];
  return kinds.flatMap((backend) => {
    const all = onAllThreads(result, backend);
    const [one, two] = [1, 2].map((threads) =>
      ours.find((timing) => timing.backend === backend && timing.threads === threads),
    );
    const targets: Target[] = [];
    if (all && work.vocabulary > 0) {
      const what = `${work.name}, share of the peak of a matrix product, all threads`;
      targets.push({ what, backend, measured: 100 * all.shareOfPeak, wanted: work.hidden < 512 ? 50 : 65, unit: '%' });
    }
    if (one && two) {
      const what = `${work.name}, two threads against one`;
      targets.push({ what, backend, measured: one.best / two.best, wanted: 1.7, unit: '×' });
    }
    return targets;
  });
};

const outsideKernels = ({ backend, step, outside }: Results['shares'][number]): Target => {
  const what = 'H 128, share of a step outside kernels, one thread';
  return { what, backend, measured: (100 * outside) / step, wanted: 5, unit: '%', isAtMost: true };
};

const ofInference = ({ backend, charactersPerSecond, predicting }: Inference): Target[] => [
  {
    what: 'LSTM 2×128, text sampled on one core',
    backend,
    measured: charactersPerSecond,
    wanted: backend === 'native' ? 20_000 : 5_000,
    unit: 'characters/s',
  },
  {
    what: `windows of a CSV of ${tableRows.toLocaleString('en')} rows predicted, once it is read`,
    backend,
    measured: predicting,
    wanted: 1000,
    unit: 'ms',
    isAtMost: true,
  },
];
