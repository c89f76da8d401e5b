import { inOneLine } from './inOneLine.ts';
import { t } from './strings.ts';

/** Seconds as a person says them, in at most two units: `0.8 s`, `14 s`, `3 min 20 s`, `2 h 5 min`. */
export const formatDuration = (seconds: number): string => inOneLine(durationIn(seconds));

const durationIn = (seconds: number): string => {
  if (seconds < 1) return t('{0} s', Math.max(0, Math.round(seconds * 10) / 10));
  const whole = Math.round(seconds);
  if (whole < 60) return t('{0} s', whole);
  if (whole < 3600) return twoUnits(t('{0} min', Math.floor(whole / 60)), whole % 60, (rest) => t('{0} s', rest));
  const minutes = Math.round(seconds / 60);
  return twoUnits(t('{0} h', Math.floor(minutes / 60)), minutes % 60, (rest) => t('{0} min', rest));
};

const twoUnits = (first: string, rest: number, second: (rest: number) => string): string =>
  rest === 0 ? first : `${first} ${second(rest)}`;
