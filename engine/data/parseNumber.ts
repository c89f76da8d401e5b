const zero = 48;
const nine = 57;
/** Powers of ten that are exact in binary64. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * The decimal number in `text`, blanks around it allowed, or NaN when it is anything else: no hexadecimal, no
 * thousands separators, no `inf` and no `nan`. With `commaToo`, the decimal mark may be a comma.
 */
export const parseNumber = (text: string, commaToo: boolean): number => {
  let at = 0;
  let end = text.length;
  while (at < end && text.charCodeAt(at) <= 32) at++;
  while (end > at && text.charCodeAt(end - 1) <= 32) end--;
  const begin = at;
  const sign = text.charCodeAt(at);
  if (sign === 45 || sign === 43) at++;
  let digits = 0;
  let mantissa = 0;
  let decimals = 0;
  let mark = -1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= nine) {
      mantissa = mantissa * 10 + (code - zero);
      digits++;
      if (mark >= 0) decimals++;
    } else if (mark < 0 && (code === 46 || (commaToo && code === 44))) mark = at;
    else break;
  }
  if (digits === 0) return NaN;
  if (at === end && digits <= 15 && decimals <= 22) {
    // Mantissa and power are exact, so their quotient is the nearest number (Clinger 1990, the fast path).
    const value = mantissa / (powers[decimals] ?? 1);
    return sign === 45 ? -value : value;
  }
  const rest = text.slice(at, end);
  if (rest !== '' && !/^e[+-]?\d+$/i.test(rest)) return NaN;
  const value = Number(text.slice(begin, end).replace(',', '.'));
  // 1e999 is a number, but none that arithmetic can use.
  return Number.isFinite(value) ? value : NaN;
};

/** Digits after the decimal mark as written; 0 for numbers with an exponent. */
export const countDecimals = (text: string): number => {
  const mark = Math.max(text.indexOf('.'), text.indexOf(','));
  if (mark < 0) return 0;
  let at = mark + 1;
  while (at < text.length && text.charCodeAt(at) >= zero && text.charCodeAt(at) <= nine) at++;
  const next = text.charCodeAt(at) | 32;
  return next === 101 ? 0 : at - mark - 1;
};
