import { ExponentSurvey } from './writing/exponentSurvey.ts';

const zero = 48;
const nine = 57;
/** Powers of ten that are exact in binary64. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Reads decimal numbers, blanks around them allowed: no hexadecimal, no thousands separators, no `inf` and no `nan`.
 * With `commaToo`, the decimal mark may be a comma.
 */
export class NumberParser {
  private readonly commaToo: boolean;
  /** Of the number read last: digits behind its mark, 0 where it has an exponent. */
  decimals = 0;
  /** Of all numbers read. */
  readonly exponents = new ExponentSurvey();

  constructor(commaToo: boolean) {
    this.commaToo = commaToo;
  }

  /** The number in `text`, or NaN when it is anything else. */
  parse(text: string): number {
    let at = 0;
    let end = text.length;
    while (at < end && text.charCodeAt(at) <= 32) at++;
    while (end > at && text.charCodeAt(end - 1) <= 32) end--;
    const begin = at;
    const sign = text.charCodeAt(at);
    if (sign === 45 || sign === 43) at++;
    let mantissa = 0;
    let mark = -1;
    const first = at;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code >= zero && code <= nine) mantissa = mantissa * 10 + (code - zero);
      else if (mark < 0 && (code === 46 || (this.commaToo && code === 44))) mark = at;
      else break;
    }
    const digits = at - first - (mark < 0 ? 0 : 1);
    const decimals = mark < 0 ? 0 : at - mark - 1;
    if (digits === 0) return NaN;
    this.decimals = decimals;
    if (at === end && digits <= 15) {
      // Mantissa and power are exact, so their quotient is the nearest number (Clinger 1990, the fast path).
      const value = mantissa / (powers[decimals] ?? 1);
      return sign === 45 ? -value : value;
    }
    return this.parseRest(text, begin, at, end);
  }

  /** Many digits, an exponent, or no number. */
  private parseRest(text: string, begin: number, at: number, end: number): number {
    const hasExponent = at < end;
    if (hasExponent) {
      if ((text.charCodeAt(at) | 32) !== 101 || !/^e[+-]?\d+$/i.test(text.slice(at, end))) return NaN;
      this.decimals = 0;
    }
    const value = Number(text.slice(begin, end).replace(',', '.'));
    // 1e999 is a number, but none that arithmetic can use.
    if (!Number.isFinite(value)) return NaN;
    if (hasExponent) this.exponents.add(text.slice(begin, end), at - begin);
    return value;
  }
}

const withPoint = new NumberParser(false);
const withComma = new NumberParser(true);

/** As `NumberParser.parse`, for a text or two. */
export const parseNumber = (text: string, commaToo: boolean): number => (commaToo ? withComma : withPoint).parse(text);
