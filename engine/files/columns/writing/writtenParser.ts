import type { NumberWriting } from './numberWriting.ts';
import { NumberParser } from '../parseNumber.ts';

const blanks = /[ \u00a0\u202f]/g;

/** Reads the numbers of a column that writes them in its own way: with units, brackets, groups of digits, other marks. */
export class WrittenParser extends NumberParser {
  private readonly before: string;
  private readonly after: string;
  private readonly group: RegExp | undefined;
  private readonly groupMark: string;
  private readonly decimalMark: string;
  /** Whether groups have a blank between them, of which there are several. */
  private readonly hasBlanks: boolean;

  constructor({ before, after, group, mark, pairs = false }: NumberWriting) {
    super(false);
    this.before = before.trim();
    this.after = after.trim();
    this.decimalMark = mark;
    this.groupMark = group;
    this.hasBlanks = group !== '' && group.trim() === '';
    const each = escape(group);
    const lead = pairs ? `\\d{1,2}(?:${each}\\d{2})*${each}\\d{3}` : `\\d{1,3}(?:${each}\\d{3})+`;
    this.group = group === '' ? undefined : new RegExp(`^${lead}(?:${escape(mark)}\\d*)?(?:[eE][-+]?\\d+)?$`);
  }

  override parse(text: string): number {
    const core = this.strip(text);
    if (core === undefined) return NaN;
    let digits = core.digits;
    if (this.group && digits.includes(this.groupMark)) {
      if (!this.group.test(digits)) return NaN;
      digits = digits.replaceAll(this.groupMark, '');
    }
    if (this.decimalMark === ',') {
      if (digits.includes('.')) return NaN;
      digits = digits.replace(',', '.');
    }
    const value = super.parse(digits);
    return core.isNegative ? -value : value;
  }

  /** The digits and marks of a cell, without unit and sign. */
  private strip(text: string): { readonly digits: string; readonly isNegative: boolean } | undefined {
    const { before, after } = this;
    let digits = this.hasBlanks ? text.trim().replace(blanks, this.groupMark) : text.trim();
    let signs = 0;
    let isNegative = false;
    let [opened, closed] = [0, 0];
    const cut = (begin: number, end = digits.length): void => {
      digits = digits.slice(begin, end).trim();
    };
    for (let left = true; left;) {
      const first = digits.charCodeAt(0);
      if (first === 45 || first === 0x2212 || first === 43) {
        signs++;
        isNegative = first !== 43;
        cut(1);
      } else if (first === 40) {
        opened++;
        cut(1);
      } else if (before !== '' && digits.startsWith(before)) cut(before.length);
      else left = false;
    }
    for (let right = true; right;) {
      const last = digits.charCodeAt(digits.length - 1);
      if (last === 45 || last === 0x2212) {
        signs++;
        isNegative = true;
        cut(0, digits.length - 1);
      } else if (last === 41) {
        closed++;
        cut(0, digits.length - 1);
      } else if (after !== '' && digits.endsWith(after)) cut(0, digits.length - after.length);
      else right = false;
    }
    if (opened !== closed || opened + signs > 1) return undefined;
    // A sign that is left is one too many.
    return { digits, isNegative: isNegative || opened > 0 };
  }
}

const escape = (character: string): string => character.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
