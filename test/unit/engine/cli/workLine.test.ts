import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WorkLine } from '../../../../engine/cli/workLine.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** What is written on a terminal of 20 columns, or to a file. */
const written = (isTTY: boolean) => {
  const texts: string[] = [];
  const stream = { isTTY, columns: 20, write: (text: string) => texts.push(text) };
  return { texts, line: new WorkLine(stream as unknown as NodeJS.WriteStream) };
};

test('a file hears of work after two seconds, and then every ten', () => {
  const { texts, line } = written(false);
  for (let second = 0; second < 25; second++) {
    line.show({ doing: 'reading a.csv', share: second / 25 });
    vi.advanceTimersByTime(1000);
  }
  line.hide();
  expect(texts).toEqual(['reading a.csv: 8 %\n', 'reading a.csv: 48 %\n', 'reading a.csv: 88 %\n']);
});

test('a sleep is no long work', () => {
  const { texts, line } = written(false);
  vi.advanceTimersByTime(1000);
  const woken = performance.now() + 36_000;
  vi.spyOn(performance, 'now').mockImplementation(() => woken);
  line.show({ doing: 'reading a.csv', share: 1 });
  vi.restoreAllMocks();
  expect(texts).toEqual([]);
});

test('a terminal has one line, as wide as it is, which is gone when the work is done', () => {
  vi.stubEnv('TERM', 'xterm');
  const { texts, line } = written(true);
  line.show({ doing: 'translating', share: 0.5 });
  line.show({ doing: 'reading a file of a long name' });
  line.hide();
  line.hide();
  vi.unstubAllEnvs();
  const clear = '\r\u001b[2K';
  expect(texts).toEqual([`${clear}translating: 50 %`, `${clear}reading a file of a`, clear]);
});
