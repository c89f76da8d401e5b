import { InputError } from '../errors.ts';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600 };
/** More than a month is a slip. */
const longest = 31 * 86_400;

/** Seconds of `10m`, `90s`, `1.5h`, `1h30m`. Throws an `InputError` that names the option. */
export const readDuration = (option: string, text: string): number => {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*(s|min|m|h)/g)];
  const isWhole = parts.map(([part]) => part).join('') === text.trim().replaceAll(/\s+(?=\d)/g, '');
  const seconds = parts.reduce((sum, [, number, unit]) => sum + Number(number) * (unitSeconds[unit ?? ''] ?? NaN), 0);
  if (parts.length === 0 || !isWhole)
    throw new InputError(`--${option}: '${text}' is no time; write 90s, 10m, 1.5h or 1h30m`);
  if (seconds === 0 || seconds > longest)
    throw new InputError(`--${option}: '${text}' is ${seconds === 0 ? 'no time at all' : 'more than a month'}`);
  return seconds;
};
