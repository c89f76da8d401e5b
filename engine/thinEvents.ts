import type { EpochEvent, RunEvent } from './protocol.ts';

/** Most reports of a kind that a journal keeps of a long run. The newest lines of a log are kept, of the rest an even selection. */
export const mostKept = { epoch: 4096, step: 4096, sample: 1024, gradients: 1024, log: 256 } as const;

type Kind = keyof typeof mostKept;
const limits = Object.entries(mostKept);

/** Of so many epochs every one is kept, or every second, fourth, eighth … It follows from their number alone. */
export const epochStride = (epochs: number): number => {
  let stride = 1;
  while (Math.ceil(epochs / stride) > mostKept.epoch) stride *= 2;
  return stride;
};

/** Whether there are so many reports of one kind that half of them could go. */
export const isTooMany = (counts: ReadonlyMap<string, number>): boolean =>
  limits.some(([kind, most]) => (counts.get(kind) ?? 0) > 2 * most);

export const countKinds = (events: readonly RunEvent[], counts = new Map<string, number>()): Map<string, number> => {
  for (const { event } of events) counts.set(event, (counts.get(event) ?? 0) + 1);
  return counts;
};

/**
 * What is kept of a run's reports, in their order: an even selection of each kind with the newest, the best epoch, and
 * what were the newest and the best ones when training stood at the `marks`, which are steps it may go back to.
 */
export const thinEvents = (events: readonly RunEvent[], marks: readonly number[] = []): RunEvent[] => {
  const kept = new Set<RunEvent>();
  const ofKind = <K extends Kind>(kind: K) =>
    events.filter((event): event is Extract<RunEvent, { event: K }> => event.event === kind);
  const keep = (list: readonly RunEvent[]): void => {
    for (const event of list) kept.add(event);
  };
  keep(events.filter(({ event }) => !Object.hasOwn(mostKept, event)));
  keep(ofKind('log').slice(-mostKept.log));
  keep(firstOfCells(ofKind('step'), ({ step }) => step, mostKept.step));
  keep(firstOfCells(ofKind('gradients'), ({ step }) => step, mostKept.gradients));
  keep(firstOfCells(ofKind('sample'), ({ epoch }) => epoch, mostKept.sample));
  const epochs = ofKind('epoch');
  const stride = epochStride(epochs.at(-1)?.epoch ?? 0);
  keep(epochs.filter(({ epoch }) => isOnGrid(epoch, stride)));
  for (const mark of [...marks, Infinity]) keep(lastOnes(epochs, mark));
  return events.filter((event) => kept.has(event));
};

/**
 * What of new reports goes into the journal: of epochs those that `thinEvents` would keep, now that there are so many.
 * Other reports come at most ten times a second, and are thinned with the rest.
 */
export const selectNew = (events: readonly RunEvent[]): RunEvent[] => {
  const epochs = events.filter((event) => event.event === 'epoch');
  const stride = epochStride(epochs.at(-1)?.epoch ?? 0);
  if (stride === 1) return [...events];
  const last = new Set<RunEvent>(lastOnes(epochs, Infinity));
  return events.filter((event) => event.event !== 'epoch' || isOnGrid(event.epoch, stride) || last.has(event));
};

/** From the first epoch on, so that a coarser grid is part of a finer one. */
const isOnGrid = (epoch: number, stride: number): boolean => (epoch - 1) % stride === 0;

const lastOnes = (epochs: readonly EpochEvent[], mark: number): EpochEvent[] => {
  const newest = epochs.findLast(({ step }) => step <= mark);
  const best = epochs.findLast(({ step, isBest }) => isBest && step <= mark);
  return [newest, best].filter((event) => event !== undefined);
};

/** The first event of each of at most `most` cells as wide as a power of two, and the last. `at` ascends. */
const firstOfCells = <E>(events: readonly E[], at: (event: E) => number, most: number): E[] => {
  let kept = [...events];
  for (let width = 2; kept.length > most; width *= 2) {
    const cellOf = (event: E | undefined): number => (event === undefined ? NaN : Math.floor(at(event) / width));
    kept = kept.filter((event, index) => cellOf(event) !== cellOf(kept[index - 1]) || index === kept.length - 1);
  }
  return kept;
};
