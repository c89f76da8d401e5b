import type { Place } from '../../errors.ts';
import { type DateOrder, type OrderedDate, DateOrders, dateIn, dateOrders, fullYear } from './dateOrder.ts';
import { monthOf, namesLike } from './monthNames.ts';
import { halvesLike, patternOf } from './patternOf.ts';
import { dateOf, daysInMonth, parsePlain } from './plainTimes.ts';
import { type TimeForm, formOfPattern, timeForms } from './timeForms.ts';
import { type TimeFormat, plainFormat } from './timeFormat.ts';
import { mondayOfWeekOne, parseOffset } from './writeTime.ts';

type Groups = Readonly<Record<string, string | undefined>>;

/** A way in which times of the column are written. */
export interface SeenForm {
  readonly key: number;
  count: number;
  readonly first: string;
  last: string;
  place: Place | undefined;
}

const day = 86_400_000;
const mostForms = 5;
const mostOffsets = 500;
const mostNames = 24;

/**
 * Reads the times of one column, and learns how they are written: `parse` gives milliseconds since 1970 or NaN. Without
 * a distance from UTC a time counts as UTC: series are about the distance between their times.
 */
export class TimeParser {
  readonly forms: SeenForm[] = [];
  /** Whether the text that was parsed last is the first of its form: `place` is to be told where it stands. */
  wantsPlace = false;
  readonly orders = new DateOrders();
  /** Whether there are dates whose order the column decides. */
  isOrdered = false;
  private order: DateOrder | undefined;
  /** Whether dates that are none in that order are no times. */
  private readonly isStrict: boolean;
  private readonly known: readonly TimeForm[];
  private present: SeenForm | undefined;
  private latest: TimeForm | undefined;
  private isUnpadded = false;
  private isHourUnpadded = false;
  private digits = 0;
  private omitted = 0;
  private readonly names = new Set<string>();
  private zone = '';
  private lastOffset = NaN;
  private lastTime = NaN;
  private readonly offsets: [number, number][] = [];
  /** Of the text that was parsed last, where it was a plain one: how long it is, and what stands behind its date. */
  private plainLength = 0;
  private plainMark = NaN;

  /**
   * @param order of dates that may be read in several; the one that most can be in when not given
   * @param pattern of a form that is tried before all others
   */
  constructor(order?: DateOrder, pattern?: string) {
    this.order = order;
    this.isStrict = order !== undefined;
    const asked = pattern === undefined ? undefined : formOfPattern(pattern);
    this.known = asked ? [asked, ...timeForms] : timeForms;
    this.latest = asked;
  }

  parse(text: string): number {
    const plain = parsePlain(text);
    this.plainLength = 0;
    if (Number.isNaN(plain)) return this.parseWritten(text);
    this.plainLength = text.length;
    this.plainMark = text.charCodeAt(10);
    if (text.length === 10) this.see(plainKeys.date, text);
    else {
      this.see(text.charCodeAt(10) === 84 ? plainKeys.letter : plainKeys.blank, text);
      this.omitted++;
    }
    return plain;
  }

  /** As `parse` does where a text looks like the one before; NaN for others. `passOver` counts them. */
  parseLikeBefore(text: string): number {
    const { length } = text;
    return length === this.plainLength && (length === 10 || text.charCodeAt(10) === this.plainMark)
      ? parsePlain(text)
      : NaN;
  }

  /** `count` texts were like the one before; the last of them is `last`. */
  passOver(count: number, last: string): void {
    if (!this.present || count === 0) return;
    this.present.count += count;
    this.present.last = last;
    if (this.plainLength > 10) this.omitted += count;
  }

  /** As `parse` does, in the order that is settled alone, and without learning anything. */
  read(text: string): number {
    const plain = parsePlain(text);
    if (!Number.isNaN(plain)) return plain;
    const trimmed = text.trim();
    for (const { expression } of this.known) {
      const groups = expression.exec(trimmed)?.groups;
      const time = groups ? this.readGroups(groups, trimmed, false) : NaN;
      if (!Number.isNaN(time)) return time;
    }
    return NaN;
  }

  /** Where the text that was parsed last stands. */
  place(place: Place): void {
    if (this.present) this.present.place ??= place;
    for (const track of this.orders.tracks) if (track.impossible > 0) track.place ??= place;
    this.wantsPlace = false;
  }

  /** Reads dates in this order from now on, unless they are none in it. */
  settle(order: DateOrder): void {
    this.order = order;
  }

  /** How most times of the column are written, dates in the order given. */
  format(order = this.order ?? this.orders.likeliest()): TimeFormat {
    const [first] = this.forms;
    if (!first) return plainFormat('yyyy-MM-dd');
    const { last } = this.forms.reduce((best, form) => (form.count > best.count ? form : best), first);
    const text = last.trim();
    for (const form of this.known) {
      const groups = form.expression.exec(text)?.groups;
      if (groups && !Number.isNaN(this.readGroups(groups, text, false))) return this.formatOf(form, text, order);
    }
    return plainFormat('yyyy-MM-dd');
  }

  private parseWritten(text: string): number {
    const trimmed = text.trim();
    const { latest } = this;
    if (latest) {
      const time = this.parseAs(latest, trimmed);
      if (!Number.isNaN(time)) return time;
    }
    for (const form of this.known) {
      if (form === latest) continue;
      const time = this.parseAs(form, trimmed);
      if (Number.isNaN(time)) continue;
      this.latest = form;
      return time;
    }
    return NaN;
  }

  private parseAs(form: TimeForm, text: string): number {
    const match = form.expression.exec(text);
    if (!match?.groups) return NaN;
    const time = this.readGroups(match.groups, text, true);
    if (!Number.isNaN(time)) this.see(keyOf(form, match.groups, text), text);
    return time;
  }

  /** Counts a form; that of the cell before is the usual one. */
  private see(key: number, text: string): void {
    if (this.present?.key !== key) {
      this.present = this.forms.find((form) => form.key === key);
      if (!this.present) {
        this.present = { key, count: 0, first: text, last: text, place: undefined };
        if (this.forms.length < mostForms) {
          this.forms.push(this.present);
          this.wantsPlace = true;
        }
      }
    }
    this.present.count++;
    this.present.last = text;
  }

  private readGroups(groups: Groups, text: string, learns: boolean): number {
    const clock = this.readClock(groups);
    if (Number.isNaN(clock)) return NaN;
    const date = this.readDate(groups, clock, text, learns);
    if (Number.isNaN(date)) return NaN;
    const { m, d, u, v, n, f, s, H, z } = groups;
    if (!learns) return z === undefined ? date : date - parseOffset(z);
    if (m?.length === 1 || d?.length === 1 || u?.length === 1 || v?.length === 1) this.isUnpadded = true;
    if (H?.length === 1) this.isHourUnpadded = true;
    if (f !== undefined) this.digits = Math.max(this.digits, f.length);
    else if (s !== undefined) this.omitted++;
    if (n !== undefined && this.names.size < mostNames) this.names.add(n);
    if (z === undefined) return date;
    const offset = parseOffset(z);
    const time = date - offset;
    if (offset !== this.lastOffset) this.learnOffset(time, offset, z);
    this.lastTime = time;
    return time;
  }

  /** Both sides of a change are kept: the rows may go back in time. */
  private learnOffset(time: number, offset: number, zone: string): void {
    if (this.zone === '' || /[+-]/.test(zone)) this.zone = zone;
    if (this.offsets.length < mostOffsets) {
      if (!Number.isNaN(this.lastOffset)) this.offsets.push([this.lastTime, this.lastOffset / 60_000]);
      this.offsets.push([time, offset / 60_000]);
    }
    this.lastOffset = offset;
  }

  private readClock({ H, i, s, f, a }: Groups): number {
    if (H === undefined) return 0;
    const [hour, minutes, seconds] = [Number(H), Number(i ?? 0), Number(s ?? 0)];
    if (minutes > 59 || seconds > 60) return NaN;
    if (a === undefined ? hour > 24 : hour < 1 || hour > 12) return NaN;
    const half = a === undefined ? hour : (hour % 12) + (/^p/i.test(a) ? 12 : 0);
    return ((half * 60 + minutes) * 60 + seconds) * 1000 + (f === undefined ? 0 : Number(`0.${f}`) * 1000);
  }

  private readDate(groups: Groups, clock: number, text: string, learns: boolean): number {
    const { y, w, m, n, d, u, v, q, k, e, o } = groups;
    if (u !== undefined) {
      const date = { numbers: [Number(u), Number(v), Number(y ?? w)], isYearLast: y !== undefined, clock } as const;
      return this.readOrdered(date, text, learns);
    }
    const year = y === undefined ? fullYear(Number(w)) : Number(y);
    if (q !== undefined) return dateOf(year, 3 * Number(q) - 2, 1);
    if (k !== undefined) return weekOf(year, Number(k), Number(e ?? 1));
    if (o !== undefined) {
      const days = daysInMonth(year, 2) + 337;
      return Number(o) >= 1 && Number(o) <= days ? dateOf(year, 1, 1) + (Number(o) - 1) * day + clock : NaN;
    }
    const month = n === undefined ? Number(m ?? 1) : monthOf(n);
    return dateOf(year, month, Number(d ?? 1)) + clock;
  }

  private readOrdered(date: OrderedDate, text: string, learns: boolean): number {
    const time = this.order === undefined ? NaN : dateIn(this.order, date);
    if (Number.isNaN(time) && (this.isStrict || (!learns && this.order !== undefined))) return NaN;
    const possible = Number.isNaN(time) ? firstIn(date) : time;
    if (Number.isNaN(possible) || !learns) return possible;
    this.isOrdered = true;
    if (this.orders.add(date, text)) this.wantsPlace = true;
    return possible;
  }

  private formatOf(form: TimeForm, text: string, order: DateOrder): TimeFormat {
    const { digits, isUnpadded, isHourUnpadded } = this;
    const { z, n, a } = form.expression.exec(text)?.groups ?? {};
    const isMoving = new Set(this.offsets.map(([, minutes]) => minutes)).size > 1;
    const offsets = [...this.offsets].sort((one, other) => one[0] - other[0]);
    return {
      pattern: patternOf(form, text, { order, digits, isUnpadded, isHourUnpadded }),
      zone: z === undefined ? '' : isMoving ? this.zone : z,
      ...(n !== undefined && { months: namesLike([...this.names]) }),
      ...(a !== undefined && { halves: halvesLike(a) }),
      ...(digits > 0 && this.omitted > 0 && { omitsFraction: true }),
      ...(isMoving && { clock: { offsets } }),
    };
  }
}

const weekOf = (year: number, week: number, weekday: number): number => {
  const monday = mondayOfWeekOne(year) + 7 * (week - 1);
  const isWeek = week >= 1 && week <= 53 && monday < mondayOfWeekOne(year + 1);
  return isWeek ? (monday + weekday - 1) * day : NaN;
};

/** The date in the first order in which it is one. */
const firstIn = (date: OrderedDate): number => {
  for (const order of dateOrders) {
    const time = dateIn(order, date);
    if (!Number.isNaN(time)) return time;
  }
  return NaN;
};

/** A number for the parts that a text has and the marks between them. */
const keyOf = (form: TimeForm, { p, i, s, a, z, m, d, n }: Groups, text: string): number => {
  const mark = p === undefined ? 0 : p.charCodeAt(0);
  const zone = z === undefined ? 0 : /[+-]/.test(z) ? 2 : 3;
  const between = i === undefined ? 0 : text.includes('T') ? 1 : 2;
  const parts = [s, a, m, d, n].reduce((sum, part) => 2 * sum + Number(part !== undefined), 0);
  return (((timeForms.indexOf(form) * 128 + mark) * 4 + zone) * 4 + between) * 32 + parts;
};

const keyOfText = (text: string): number => {
  const form = timeForms.find(({ expression }) => expression.test(text));
  return form ? keyOf(form, form.expression.exec(text)?.groups ?? {}, text) : -1;
};

/** Of the forms that are read without an expression. */
const plainKeys = {
  date: keyOfText('2000-01-01'),
  letter: keyOfText('2000-01-01T00:00:00'),
  blank: keyOfText('2000-01-01 00:00:00'),
};

/** Milliseconds since 1970 of a text that is a time beyond doubt: one whose order a column would have to decide is none. */
export const parseTimestamp = (text: string): number => {
  const plain = parsePlain(text);
  if (!Number.isNaN(plain)) return plain;
  // With points, the day is first wherever the year is last.
  if (/^\d{1,2}[-/]\d{1,2}[-/]\d|^\d+\.\d+\.\d\d(?!\d)/.test(text.trim())) return NaN;
  return new TimeParser('dayFirst').parse(text);
};

const lenient = new TimeParser();

/** Whether a text is a time of any form, in any order. */
export const looksLikeTime = (text: string): boolean => /\d/.test(text) && !Number.isNaN(lenient.parse(text));
