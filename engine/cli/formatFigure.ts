import type { Measured } from '../records/records.ts';

/** Larger numbers are no easier to read with all their digits. */
const longest = 1e15;

/** Four significant digits, thousands grouped: `0.01234`, `12.34`, `1,234`, `3.59e+301`; `–` for what is not known. */
export const formatFigure = (value: Measured | undefined): string => {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= longest) return value.toExponential(2);
  if (size >= 1000) return Math.round(value).toLocaleString('en');
  if (size > 0 && size < 1e-4) return value.toExponential(2);
  return size === 0 ? '0' : value.toPrecision(4);
};

/** `0.4 s`, `12 s`, `3:05 min`, `1:02:03 h`. */
export const formatDuration = (seconds: number): string => {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)} min`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)} h`;
};
