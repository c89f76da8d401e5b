import { describe, expect, test } from 'vitest';
import { logGamma } from '../../../../../engine/tasks/distributions/logGamma.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { Workbench } from '../workbench.ts';

/** In 64 bits: ln Γ(x) less Stirling's formula, by its series at an x that recurrence has made large. */
const stirlingRest = (x: number): number => {
  if (x >= 20) return 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return logGamma(x) - ((x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI));
};

/** ψ(x) − ln x, likewise. */
const digammaRest = (x: number): number => {
  let at = x;
  let steps = 0;
  for (; at < 20; at++) steps -= 1 / at;
  return steps + Math.log(at / x) - 1 / (2 * at) - 1 / (12 * at ** 2) + 1 / (120 * at ** 4) - 1 / (252 * at ** 6);
};

onEveryBackend((module) => {
  describe('what Stirling’s formulas leave of the gamma function', () => {
    test('is that in 64 bits from 10^-6 to 10^12, within 1e-6 of the larger of 1 and itself', () => {
      const bench = Workbench.create(module);
      const count = 64 * 128;
      const x = Float32Array.from({ length: count }, (_, at) => 10 ** (-6 + (18 * at) / count));
      const [rest, slope] = [bench.floats(x), bench.floats(x)];
      bench.kernels.gamma_rests(rest, slope, bench.floats(x), count);
      const found = [bench.memory.floats(rest, count), bench.memory.floats(slope, count)] as const;
      const worst = [0, 0];
      for (const [at, value] of x.entries()) {
        for (const [of, wanted] of [stirlingRest(value), digammaRest(value)].entries()) {
          const error = Math.abs((found[of]?.[at] ?? NaN) - wanted) / Math.max(1, Math.abs(wanted));
          if (!(error <= (worst[of] ?? 0))) worst[of] = error;
        }
      }
      expect(worst[0]).toBeLessThan(1e-6);
      expect(worst[1]).toBeLessThan(1e-6);
    });
  });
});
