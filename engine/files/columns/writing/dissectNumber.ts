import { unitAfter, unitBefore } from './units.ts';

/** A cell that is a number with more than digits, one mark and a minus: what it is made of. */
export interface DissectedNumber {
  readonly before: string;
  readonly after: string;
  /** Digits, marks and separators of groups, without sign and exponent. */
  readonly core: string;
  readonly hasExponent: boolean;
  readonly sign: '' | '-' | '+' | '\u2212' | '()' | 'after';
  readonly signInside: boolean;
}

const longest = 48;
const pattern = new RegExp(
  [
    `^(?<open>\\()?(?<sign>[-+\u2212])?(?<before>(?:${unitBefore})\\s?)?(?<openInside>\\()?(?<signInside>[-+\u2212])?`,
    "(?<core>\\d[\\d.,'\u2019 \u00a0\u202f]*(?<=\\d)|\\d+[.,]|[.,]\\d+)(?<exponent>[eE][-+]?\\d+)?",
    `(?<minus>-)?(?<closeInside>\\))?(?<after>${unitAfter})?(?<close>\\))?$`,
  ].join(''),
  'u',
);

/** Digits with one mark, or in groups of three or as in India, with a decimal mark that is another one. */
const core =
  /^(?:\d+[.,]?\d*|[.,]\d+|\d{1,3}(?:([.,'\u2019 \u00a0\u202f])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d*)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?)$/;

/** Undefined for what is no number in anybody's writing. */
export const dissectNumber = (text: string): DissectedNumber | undefined => {
  const cell = text.trim();
  if (cell.length === 0 || cell.length > longest) return undefined;
  const groups = pattern.exec(cell)?.groups;
  if (!groups || !core.test(groups['core'] ?? '')) return undefined;
  const { open, openInside, close, closeInside, sign, signInside, minus } = groups;
  const opened = [open, openInside].filter((bracket) => bracket !== undefined).length;
  const closed = [close, closeInside].filter((bracket) => bracket !== undefined).length;
  const signs = [sign, signInside, minus].filter((one) => one !== undefined).length;
  if (opened !== closed || opened + signs > 1) return undefined;
  const known = (sign ?? signInside) as DissectedNumber['sign'] | undefined;
  return {
    before: groups['before'] ?? '',
    after: groups['after'] ?? '',
    core: groups['core'] ?? '',
    hasExponent: groups['exponent'] !== undefined,
    sign: opened > 0 ? '()' : minus !== undefined ? 'after' : (known ?? ''),
    signInside: signInside !== undefined && groups['before'] !== undefined,
  };
};
