import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import type { RunEvent, SampleEvent } from '../../../engine/protocol.ts';
import { findDifferences } from './findDifferences.ts';
import { readJournal } from './readJournal.ts';

/** How the journals of a run differ from those of an undisturbed one in what does not depend on the clock. */
export const compareJournals = async (run: string, reference: string): Promise<string[]> => {
  const differences = async (name: string, compare: Compare): Promise<string[]> => {
    const [ours, theirs] = [await readJournal(join(run, name)), await readJournal(join(reference, name))];
    return [...ours.problems, ...compare(ours.events, theirs.events)].map((problem) => `${name}: ${problem}`);
  };
  return [
    ...(await differences('metrics.jsonl', compareMetrics)),
    ...(await differences('gradients.jsonl', compareEach)),
    ...(await differences('samples.jsonl', compareSamples)),
  ];
};

type Compare = (ours: readonly RunEvent[], theirs: readonly RunEvent[]) => string[];

const compareMetrics = (ours: readonly RunEvent[], theirs: readonly RunEvent[]): string[] => {
  const epochsOf = (events: readonly RunEvent[]): object[] =>
    events.flatMap((event) => (event.event === 'epoch' ? [timeless(event)] : []));
  const endsOf = (events: readonly RunEvent[]): object[] =>
    events.flatMap((event) => (event.event === 'done' ? [timeless(event)] : []));
  return [
    ...compareEach(epochsOf(ours), epochsOf(theirs)).map((problem) => `epochs: ${problem}`),
    ...compareEach(endsOf(ours), endsOf(theirs)).map((problem) => `ends: ${problem}`),
    ...findDisorder(ours),
  ];
};

/** An event without what depends on the clock and on the folder. */
const timeless = (event: object): object => ({
  ...event,
  ...Object.fromEntries(['seconds', 'perSecond', 'eta', 'run'].map((name) => [name, undefined])),
});

/** Steps come once each and in their order, and an epoch after its steps; which steps are told depends on the clock. */
const findDisorder = (events: readonly RunEvent[]): string[] => {
  let step = 0;
  let seconds = 0;
  for (const event of events) {
    if (event.event !== 'step' && event.event !== 'epoch') continue;
    const isBack = event.event === 'step' ? event.step <= step : event.step < step;
    if (isBack) return [`step ${event.step} stands below step ${step}`];
    if (event.seconds < seconds) return [`time goes back to ${event.seconds} s at step ${event.step}`];
    ({ step, seconds } = event);
  }
  return [];
};

const compareEach = (ours: readonly object[], theirs: readonly object[]): string[] => {
  const at = theirs.findIndex((their, index) => !isDeepStrictEqual(ours[index], their));
  if (at >= 0) {
    const [first = ''] = findDifferences(ours[at], theirs[at]);
    return [`${ours.length} lines for ${theirs.length}; the first other is line ${at + 1}, ${first}`];
  }
  return ours.length > theirs.length ? [`${ours.length - theirs.length} lines more`] : [];
};

/** When a sample is drawn depends on the clock, but not what it says; the last is that of the best weights. */
const compareSamples: Compare = (ours, theirs) => {
  const problems = compareEach(ours.slice(-1), theirs.slice(-1)).map((problem) => `the end: ${problem}`);
  const of = new Map(samplesOf(theirs).map((sample) => [sample.epoch, sample]));
  let last = 0;
  for (const sample of samplesOf(ours)) {
    if (sample.epoch <= last) problems.push(`epoch ${sample.epoch} stands below epoch ${last}`);
    last = sample.epoch;
    const their = of.get(sample.epoch);
    if (their && !isDeepStrictEqual(sample, their)) problems.push(`epoch ${sample.epoch} says something else`);
  }
  return problems;
};

/** But for the last. */
const samplesOf = (events: readonly RunEvent[]): SampleEvent[] =>
  events.slice(0, -1).filter((event) => event.event === 'sample');
