import { expect, test } from 'vitest';
import { epochStride, mostKept, selectNew, thinEvents } from '../../../engine/thinEvents.ts';
import type { RunEvent } from '../../../engine/protocol.ts';
import { epochEvent, gradientsEvent, sampleEvent, stepEvent } from './runEvents.ts';

const numbered = <E>(count: number, make: (number: number) => E): E[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));
const epochsOf = (events: readonly RunEvent[]): number[] =>
  events.flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));

test('of 4,096 epochs every one is kept, of one more every second, of a million every 256th', () => {
  expect([1, 4096, 4097, 8192, 8193, 1_000_000].map(epochStride)).toEqual([1, 1, 2, 2, 4, 256]);
});

test('of a short run nothing is left out', () => {
  const events = [stepEvent(1), epochEvent(1), sampleEvent(1), { event: 'log', message: 'a' } as const, epochEvent(2)];
  expect(thinEvents(events)).toEqual(events);
  expect(selectNew(events)).toEqual(events);
});

test('of a long run an even grid of epochs from the first on is kept, with the best and the newest', () => {
  const events = numbered(10_000, (epoch) => epochEvent(epoch, epoch % 1000 === 300));
  const kept = epochsOf(thinEvents(events));
  expect(kept.filter((epoch) => epoch !== 9300 && epoch !== 10_000)).toEqual(numbered(2500, (index) => 4 * index - 3));
  expect(kept.slice(-1)).toEqual([10_000]);
  expect(kept).toContain(9300);
});

test('thinned in between or not, the same epochs are kept', () => {
  const events = numbered(20_000, (epoch) => epochEvent(epoch, epoch < 6000));
  let inParts: RunEvent[] = [];
  for (let begin = 0; begin < events.length; begin += 777) {
    inParts = [...inParts, ...selectNew(events.slice(begin, begin + 777))];
    if (begin % 5 === 0) inParts = thinEvents(inParts);
  }
  expect(epochsOf(thinEvents(inParts))).toEqual(epochsOf(thinEvents(events)));
});

test('what were the best and the newest epoch at a step that training may go back to are kept', () => {
  const events = numbered(10_000, (epoch) => epochEvent(epoch, epoch === 5002 || epoch === 9002));
  const kept = epochsOf(thinEvents(events, [70_040]));
  expect(kept).toEqual(expect.arrayContaining([5002, 7004, 9002, 10_000]));
  expect(epochsOf(thinEvents(events))).not.toContain(5002);
});

test('steps, samples and looks at gradients are kept evenly, of the log the newest lines', () => {
  const log = numbered(1000, (number) => ({ event: 'log', message: `${number}` }) as const);
  const events: RunEvent[] = [
    ...numbered(50_000, stepEvent),
    ...numbered(10_000, sampleEvent),
    ...numbered(10_000, gradientsEvent),
    ...log,
  ];
  const kept = thinEvents(events);
  const steps = kept.flatMap((event) => (event.event === 'step' ? [event.step] : []));
  expect(steps.length).toBeLessThanOrEqual(mostKept.step + 1);
  expect(steps.length).toBeGreaterThan(mostKept.step / 2);
  expect(steps.at(-1)).toBe(50_000);
  expect(new Set(steps.slice(1, -1).map((step, index) => step - steps[index]!))).toEqual(new Set([15, 16]));
  expect(kept.filter(({ event }) => event === 'sample').length).toBeLessThanOrEqual(mostKept.sample + 1);
  expect(kept.filter(({ event }) => event === 'gradients').length).toBeLessThanOrEqual(mostKept.gradients + 1);
  expect(kept.filter(({ event }) => event === 'log')).toEqual(log.slice(-mostKept.log));
});

test('the end of a run is kept', () => {
  const end: RunEvent = { event: 'error', message: 'x', isInputError: true };
  expect(thinEvents([...numbered(9000, (epoch) => epochEvent(epoch)), end]).at(-1)).toEqual(end);
});
