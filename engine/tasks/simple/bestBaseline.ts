import type { SimpleForecasts, SimpleName } from './simpleForecasts.ts';

/** More windows than this choose the same. */
const mostWindows = 1000;

const known = new WeakMap<SimpleForecasts, Map<number, SimpleName>>();

/**
 * The baseline of a target with the least mean absolute error from `origins` on, those of the training and the
 * validation part: hardly anything of it is fitted, so that the many windows of both tell more than the few of one. Of
 * several series each counts by the error of its last value. It is looked for once.
 */
export const bestBaseline = (
  simple: SimpleForecasts,
  target: number,
  origins: Int32Array,
  horizon: number,
): SimpleName => {
  const found = known.get(simple) ?? new Map<number, SimpleName>();
  known.set(simple, found);
  let name = found.get(target);
  if (name === undefined) {
    name = choose(simple, target, evenly(origins), horizon);
    found.set(target, name);
  }
  return name;
};

/** By the first row of each series: the mean error of its last value from these origins on. */
export const unitsOf = (
  simple: SimpleForecasts,
  target: number,
  origins: Int32Array,
  horizon: number,
): ReadonlyMap<number, number> => {
  const sums = new Map<number, { error: number; count: number }>();
  for (const origin of origins) {
    const start = simple.startOf(origin);
    const sum = sums.get(start) ?? { error: 0, count: 0 };
    sums.set(start, sum);
    const forecast = simple.from('lastValue', target, origin);
    for (let ahead = 0; ahead < horizon; ahead++) {
      const error = Math.abs((simple.values[target]?.at(origin + ahead) ?? NaN) - forecast(ahead));
      if (!Number.isFinite(error)) continue;
      sum.error += error;
      sum.count++;
    }
  }
  return new Map([...sums].map(([start, { error, count }]) => [start, error / count]));
};

const choose = (simple: SimpleForecasts, target: number, origins: Int32Array, horizon: number): SimpleName => {
  const units = unitsOf(simple, target, origins, horizon);
  const errors = simple.namesOf(target).map((name) => {
    let total = 0;
    for (const origin of origins) {
      const unit = units.get(simple.startOf(origin)) ?? 0;
      if (!(unit > 0)) continue;
      const forecast = simple.from(name, target, origin);
      for (let ahead = 0; ahead < horizon; ahead++) {
        const error = Math.abs((simple.values[target]?.at(origin + ahead) ?? NaN) - forecast(ahead)) / unit;
        if (!Number.isNaN(error)) total += error;
      }
    }
    return { name, total };
  });
  return errors.reduce((best, each) => (each.total < best.total ? each : best)).name;
};

const evenly = (origins: Int32Array): Int32Array => {
  const every = Math.ceil(origins.length / mostWindows);
  return every <= 1 ? origins : origins.filter((_, index) => index % every === 0);
};
