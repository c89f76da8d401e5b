/** A number with `digits` significant digits at most, short enough for a tile; `–` when there is none. */
export const formatNumber = (value: number | null | undefined, digits = 4): string => {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
    const [mantissa = '', exponent = ''] = value.toExponential(Math.max(0, digits - 2)).split('e');
    return `${trimZeros(mantissa)}e${exponent.replace('+', '')}`.replace('-', '−').replace('e-', 'e−');
  }
  if (size >= 10 ** (digits - 1)) return formatCount(value);
  return trimZeros(value.toPrecision(digits)).replace('-', '−');
};

/** A whole number with thousands separated: `12,940`. */
export const formatCount = (value: number): string => Math.round(value).toLocaleString('en-US').replace('-', '−');

/** A value with exactly as many decimals as its column has in the file; one with too many zeros for that, with an exponent. */
export const formatDecimals = (value: number, decimals: number): string => {
  const size = Math.abs(value);
  if (size >= 1e15 || (decimals > mostDecimals && size > 0 && size < 1e-4)) return formatNumber(value);
  return value.toFixed(Math.min(decimals, 20)).replace('-', '−');
};

/** More are zeros in the first place. */
const mostDecimals = 8;

const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
