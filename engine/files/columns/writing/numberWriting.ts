/** How a file writes the numbers of a column: enough to write others alike. Plain JSON. */
export interface NumberWriting {
  /** Most digits after the decimal mark; of the mantissa, where there is an exponent. */
  readonly decimals: number;
  readonly mark: '.' | ',';
  /** Between groups of three digits; empty for none. */
  readonly group: string;
  /** As thousands and lakhs are grouped in India: 12,34,567. */
  readonly pairs?: boolean;
  /** How a number below 0 is told: by a sign before it, in brackets, or by a minus after it. */
  readonly minus: '-' | '\u2212' | '()' | 'after';
  /** Whether the sign stands between the unit and the digits: `$-5`. */
  readonly signInside?: boolean;
  /** Whether numbers above 0 have a sign too. */
  readonly plus?: boolean;
  /** The unit, with the blanks between it and the number. */
  readonly before: string;
  readonly after: string;
  /** Digits before the mark that shorter numbers are filled up to with zeros. */
  readonly width?: number;
  readonly exponent?: ExponentWriting;
}

export interface ExponentWriting {
  readonly letter: 'e' | 'E';
  /** Whether exponents above 0 have a sign. */
  readonly plus: boolean;
  /** Digits that shorter exponents are filled up to with zeros. */
  readonly digits: number;
  /** Where all have the same one. */
  readonly power?: number;
  /** Whether only numbers that would be long without have one. */
  readonly isRare: boolean;
}

export const plainWriting: NumberWriting = { decimals: 0, mark: '.', group: '', minus: '-', before: '', after: '' };

/** A number as the column would write it; empty for what is not finite. */
export const formatNumber = (value: number, writing: NumberWriting): string => {
  if (!Number.isFinite(value)) return '';
  const { minus, signInside = false, plus = false, before, after } = writing;
  const digits = digitsOf(Math.abs(value), writing);
  // What is rounded to zero has no sign.
  const isZero = !/[1-9]/.test(digits.replace(/e.*/i, ''));
  const isNegative = value < 0 && !isZero;
  if (isNegative && minus === '()') return `(${before}${digits}${after})`;
  if (isNegative && minus === 'after') return `${before}${digits}-${after}`;
  const sign = isNegative ? minus : plus && !isZero ? '+' : '';
  return signInside ? `${before}${sign}${digits}${after}` : `${sign}${before}${digits}${after}`;
};

const digitsOf = (size: number, writing: NumberWriting): string => {
  const { decimals, mark, group, exponent, width = 0, pairs = false } = writing;
  if (exponent && !(exponent.isRare && size !== 0 && isShort(size))) {
    const [mantissa, power] = scientific(size, decimals, exponent);
    return `${mantissa.replace('.', mark)}${exponentText(power, exponent)}`;
  }
  const text = exponent?.isRare ? size.toPrecision(Math.min(100, decimals + 1)) : fixed(size, decimals);
  const [whole = '', fraction] = text.split('.');
  const grouped = group === '' ? whole.padStart(width, '0') : whole.replace(pairs ? lakhs : thousands, group);
  return fraction === undefined ? grouped : `${grouped}${mark}${fraction}`;
};

/** Where groups of digits end. */
const thousands = /\B(?=(?:\d{3})+$)/g;
const lakhs = /\B(?=(?:\d{2})*\d{3}$)/g;

/** As most programs choose when to write an exponent. */
const isShort = (size: number): boolean => size >= 1e-4 && size < 1e16;

const scientific = (size: number, decimals: number, { power }: ExponentWriting): [string, number] => {
  if (power !== undefined) {
    // In two steps: ten to the power of what a denormal number has is no number.
    const half = Math.trunc(power / 2);
    return [(size / 10 ** half / 10 ** (power - half)).toFixed(Math.min(100, decimals)), power];
  }
  const [mantissa = '0', text = '0'] = size.toExponential(Math.min(100, decimals)).split('e');
  return [mantissa, Number(text)];
};

const exponentText = (power: number, { letter, plus, digits }: ExponentWriting): string =>
  `${letter}${power < 0 ? '-' : plus ? '+' : ''}${String(Math.abs(power)).padStart(digits, '0')}`;

/** Without an exponent, however large. */
const fixed = (size: number, decimals: number): string => {
  if (size < 1e21) return size.toFixed(Math.min(100, decimals));
  const zeros = decimals > 0 ? `.${'0'.repeat(decimals)}` : '';
  return `${BigInt(size)}${zeros}`;
};

/** Digits after the mark that show as much of numbers up to `largest` as the column does, without an exponent. */
export const shownDecimals = ({ decimals, exponent }: NumberWriting, largest: number): number => {
  if (!exponent) return decimals;
  const power = largest > 0 && Number.isFinite(largest) ? Math.floor(Math.log10(largest)) : 0;
  return Math.max(0, Math.min(100, decimals - power));
};
