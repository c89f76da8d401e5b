import type { ExponentWriting } from './numberWriting.ts';

/** Learns how a column writes numbers such as `1.4e-05`. */
export class ExponentSurvey {
  /** Numbers with an exponent. */
  count = 0;
  /** Most digits behind the mark of a mantissa. */
  decimals = 0;
  private letter: 'e' | 'E' = 'e';
  private plus = false;
  private digits = Infinity;
  private power: number | undefined;
  private isSamePower = true;
  private isNormal = true;

  /** Takes a number whose exponent begins at `at`. */
  add(text: string, at: number): void {
    this.count++;
    const mantissa = text.slice(0, at).trim();
    const mark = Math.max(mantissa.indexOf('.'), mantissa.indexOf(','));
    if (mark >= 0) this.decimals = Math.max(this.decimals, mantissa.length - mark - 1);
    if (!/^[-+]?(?:[1-9](?:[.,]|$)|0(?:[.,]0*)?$)/.test(mantissa)) this.isNormal = false;
    this.letter = text[at] === 'E' ? 'E' : 'e';
    const exponent = text.slice(at + 1).trim();
    if (exponent.startsWith('+')) this.plus = true;
    const digits = exponent.replace(/^[-+]/, '').length;
    if (digits < this.digits) this.digits = digits;
    const power = Number(exponent);
    if (this.power !== undefined && power !== this.power) this.isSamePower = false;
    this.power = power;
  }

  /** @param all numbers of the column */
  conclude(all: number): ExponentWriting | undefined {
    const { count, letter, plus, digits, power, isSamePower, isNormal } = this;
    if (count === 0) return undefined;
    const isFixed = isSamePower && !isNormal && power !== undefined;
    return { letter, plus, digits, ...(isFixed && { power }), isRare: count * 2 <= all };
  }
}
