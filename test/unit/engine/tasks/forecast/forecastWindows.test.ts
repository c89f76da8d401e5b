import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { listWindows } from '../../../../../engine/tasks/forecast/forecastWindows.ts';

test.each(['none', 'last', 'seasonal'] as const)(
  'windows anchored to %s have every target and every anchor, with and without empty rows',
  (anchor) => {
    const random = createRandom(5);
    for (let repeat = 0; repeat < 200; repeat++) {
      const rows = 1 + random.integer(60);
      const share = random.integer(3) * 0.05;
      const isEmpty = Uint8Array.from({ length: rows }, () => (random.next() < share ? 1 : 0));
      const [window, horizon, season] = [1 + random.integer(8), 1 + random.integer(6), 1 + random.integer(10)];
      const firstComplete = random.integer(3);
      const isFull = (row: number): boolean => isEmpty[row] === 0;
      const expected: number[] = [];
      for (let begin = firstComplete; begin + window + horizon <= rows; begin++) {
        const first = begin + window;
        const targets = Array.from({ length: horizon }, (_, step) => first + step);
        const anchors =
          anchor === 'none'
            ? []
            : anchor === 'last'
              ? [first - 1]
              : targets.map((_, step) => first - season + (step % season));
        if ([...targets, ...anchors].every(isFull)) expected.push(begin);
      }
      expect([...listWindows(isEmpty, firstComplete, { window, horizon, anchor, season })]).toEqual(expected);
    }
  },
);
