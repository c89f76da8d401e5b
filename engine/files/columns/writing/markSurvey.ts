import type { Place } from '../../../errors.ts';
import type { DissectedNumber } from './dissectNumber.ts';

export type DecimalMark = '.' | ',';

/** Which marks a column's numbers have: the decimal one, and that between groups of three digits. */
export interface Marks {
  readonly mark: DecimalMark;
  readonly group: string;
  readonly pairs: boolean;
  /** False where `1.234` may as well be a thousand as one and a bit, and nothing in the file says which. */
  readonly isSure: boolean;
}

const other: Readonly<Record<DecimalMark, DecimalMark>> = { '.': ',', ',': '.' };
/** How many times smaller the jumps of one reading must be for the run of the series to speak for it. */
const telling = 3;

const markOf = (text: string): DecimalMark => (text.includes(',') ? ',' : '.');

/** The decimal mark of columns that all have `found` before three digits, by the habits of those who write such files. */
const usualMark = (found: DecimalMark, delimiter: string): DecimalMark | undefined =>
  delimiter === ',' || (found === '.' && delimiter !== ';') ? '.' : undefined;

/**
 * Learns from the cells of a column which of its marks are decimal. A single mark with three digits behind it may be
 * either: other cells say so, or the run of the series, which is smooth where 999 is followed by a thousand.
 */
export class MarkSurvey {
  /** Cells whose mark can only be decimal, by mark. */
  private readonly decimal = { '.': 0, ',': 0 };
  /** Cells whose mark can only be that of groups. */
  private readonly groups = new Map<string, number>();
  /** Cells with one mark and three digits behind it. */
  private readonly tripled = { '.': 0, ',': 0 };
  /** The first such cell. */
  firstTripled: { readonly text: string; readonly place: Place } | undefined;
  private pairs = 0;
  /** The first mark that can only be decimal: more of it say nothing new. */
  private settled: DecimalMark | undefined;
  private readonly commaToo: boolean;
  /** Whether plain numbers say nothing new: they have decimals, and their mark is always a point. */
  isSettled = false;
  /** Whether the last number was a whole one without a mark. */
  private isBare = false;
  /** Whole numbers without marks. */
  private bare = 0;
  private hasLong = false;
  private endsInZero = false;
  /** Sizes of the last whole number without a mark and of the last one with three digits behind it, whichever came last. */
  private lastBare = NaN;
  private lastTripled = NaN;
  /** Of neighbours with and without a mark: how far apart they are, in logarithms, by either reading. */
  private jumpsAsGroups = 0;
  private jumpsAsDecimals = 0;

  /** @param commaToo whether a plain number may have a comma for its mark */
  constructor(commaToo: boolean) {
    this.commaToo = commaToo;
  }

  /** The decimal mark, where cells of this column alone tell it, of which so many are plain numbers. */
  known(numbers: number): DecimalMark | undefined {
    const { decimal, isSettled } = this;
    const points = isSettled ? numbers : decimal['.'];
    if (points + decimal[','] === 0) return undefined;
    return decimal[','] > points ? ',' : '.';
  }

  /** Whether a number, `size` without its sign, is like the one before, so that it need not be looked at for now. */
  isLikeBefore(size: number, decimals: number, text: string): boolean {
    if (this.settled !== undefined) return decimals === 0 || markOf(text) === this.settled;
    if (decimals === 0) return this.isBare && (size < 1000 || this.hasLong);
    return decimals === 3 && size >= 1 && size < 1000 && this.endsInZero && !Number.isNaN(this.lastTripled);
  }

  /** `count` numbers like the one before were passed over; the last of them is of this size. */
  passOver(count: number, decimals: number, size: number): void {
    if (this.settled !== undefined && decimals > 0) this.decimal[this.settled] += count;
    if (Number.isNaN(this.lastTripled)) this.lastBare = size;
    else this.lastTripled = size;
  }

  /** A number as the plain reading takes it: `size` with its mark as a decimal one. */
  addPlain(size: number, decimals: number, text: string, locate: () => Place): void {
    if (this.isSettled) return;
    if (decimals === 0) {
      if (this.settled === undefined) this.addBare(size);
      return;
    }
    const mark = markOf(text);
    if (mark !== this.settled && decimals === 3 && size >= 1 && size < 1000 && !/^\s*[-+]?0/.test(text)) {
      this.addTripled(size, mark, text.trim(), locate);
    } else {
      this.decimal[mark]++;
      this.settled ??= mark;
      this.isSettled = !this.commaToo;
    }
  }

  /** Digits and marks of a number that is no plain one. */
  addCore({ core, hasExponent }: Pick<DissectedNumber, 'core' | 'hasExponent'>, locate: () => Place): void {
    const marks = core.replace(/\d/g, '');
    if (marks === '') this.addBare(Number(core));
    else if (marks.length === 1 && (marks === '.' || marks === ',')) {
      // Before an exponent nobody groups.
      if (!hasExponent && /^[1-9]\d{0,2}[.,]\d{3}$/.test(core)) {
        this.addTripled(Number(core.replace(',', '.')), marks, core, locate);
      } else this.decimal[marks]++;
    } else {
      const last = marks.at(-1) ?? '';
      const isMixed = (last === '.' || last === ',') && !marks.slice(0, -1).includes(last);
      if (isMixed) this.decimal[last]++;
      const group = marks[0] ?? '';
      this.groups.set(group, (this.groups.get(group) ?? 0) + 1);
      if (/^\d{1,2}(?:\D\d{2})+\D\d{3}(?:\D\d*)?$/.test(core)) this.pairs++;
    }
  }

  /**
   * @param wanted the decimal mark, where a config says it
   * @param ofFile that of other columns
   * @param delimiter of the cells: what is a decimal mark in most files of its kind
   * @param numbers that are plain ones
   */
  conclude(
    wanted: DecimalMark | undefined,
    ofFile: DecimalMark | undefined,
    delimiter: string,
    numbers: number,
  ): Marks {
    const { tripled } = this;
    const known = this.known(numbers);
    const pairs = this.pairs > 0;
    const group = this.knownGroup();
    const mark = wanted ?? known ?? (group === '.' || group === ',' ? other[group] : undefined);
    if (mark !== undefined) {
      return { mark, group: group ?? (tripled[other[mark]] > 0 ? other[mark] : ''), pairs, isSure: true };
    }
    if (tripled['.'] + tripled[','] === 0) return { mark: ofFile ?? '.', group: group ?? '', pairs, isSure: true };
    const found = tripled[','] > 0 ? ',' : '.';
    const asDecimals = { mark: found, group: '', pairs, isSure: true } as const;
    const asGroups = { mark: other[found], group: found, pairs, isSure: true } as const;
    const run = this.run();
    // Both marks in one column, or a series that runs on against what other columns say.
    const isContradicted = tripled[other[found]] > 0 || (run === 'groups' && ofFile === found);
    if (isContradicted) return { ...asGroups, isSure: false };
    const file = ofFile ?? (this.bare === 0 ? usualMark(found, delimiter) : undefined);
    const read = file === undefined ? run : file === found ? 'decimals' : 'groups';
    // Whoever writes 1500 separates no thousands; but a comma is no decimal mark where nothing else speaks for one.
    const mayBeDecimal = found === '.' || delimiter === ';' || ofFile === ',';
    const reading = this.hasLong ? (run === 'groups' || !mayBeDecimal ? undefined : 'decimals') : read;
    if (reading === undefined) return { ...asDecimals, isSure: false };
    return reading === 'groups' ? asGroups : asDecimals;
  }

  private knownGroup(): string | undefined {
    let best: string | undefined;
    for (const [group, count] of this.groups) if (count > (this.groups.get(best ?? '') ?? 0)) best = group;
    return best;
  }

  private addBare(size: number): void {
    this.bare++;
    if (size >= 1000) this.hasLong = true;
    if (!Number.isNaN(this.lastTripled)) this.compare(size, this.lastTripled);
    this.lastBare = size;
    this.lastTripled = NaN;
    this.isBare = true;
  }

  private addTripled(size: number, mark: DecimalMark, text: string, locate: () => Place): void {
    this.tripled[mark]++;
    this.firstTripled ??= { text: Buffer.from(text).toString(), place: locate() };
    if (text.endsWith('0')) this.endsInZero = true;
    if (!Number.isNaN(this.lastBare)) this.compare(this.lastBare, size);
    this.lastTripled = size;
    this.lastBare = NaN;
    this.isBare = false;
  }

  private compare(bare: number, tripled: number): void {
    if (bare === 0) return;
    this.jumpsAsGroups += Math.abs(Math.log((1000 * tripled) / bare));
    this.jumpsAsDecimals += Math.abs(Math.log(tripled / bare));
  }

  /** What neighbours say, where some have a mark and some do not. */
  private run(): 'groups' | 'decimals' | undefined {
    if (this.bare === 0) return undefined;
    if (this.jumpsAsGroups * telling < this.jumpsAsDecimals) return 'groups';
    if (this.jumpsAsDecimals * telling < this.jumpsAsGroups) return 'decimals';
    // Who leaves zeros away at the end writes 1.5, and who does not writes 900.000.
    return this.endsInZero ? 'groups' : undefined;
  }
}
