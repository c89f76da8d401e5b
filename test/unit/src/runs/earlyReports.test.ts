import { expect, test } from 'vitest';
import { EarlyReports } from '../../../../src/runs/earlyReports.ts';

const log = (message: string) => ({ event: 'log', message }) as const;

test('reports are handed over once, in order, with the last status', () => {
  const early = new EarlyReports();
  early.addEvents('a', [log('1')]);
  early.setStatus('a', 'paused');
  early.addEvents('a', [log('2')]);
  expect(early.take('a')).toEqual({ events: [log('1'), log('2')], status: 'paused' });
  expect(early.take('a')).toEqual({ events: [], status: 'running' });
});

test('the newest 1000 reports of a run are kept', () => {
  const early = new EarlyReports();
  for (let index = 0; index < 1100; index += 1) early.addEvents('a', [log(String(index))]);
  const { events } = early.take('a');
  expect(events).toHaveLength(1000);
  expect(events.at(0)).toEqual(log('100'));
  expect(events.at(-1)).toEqual(log('1099'));
});

test('of 17 runs the one heard of least recently is forgotten', () => {
  const early = new EarlyReports();
  for (let index = 0; index < 16; index += 1) early.addEvents(String(index), [log('x')]);
  early.addEvents('0', [log('y')]);
  early.addEvents('16', [log('x')]);
  expect(early.take('1').events).toEqual([]);
  expect(early.take('0').events).toHaveLength(2);
  expect(early.take('16').events).toHaveLength(1);
});
