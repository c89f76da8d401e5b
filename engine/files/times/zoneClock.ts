import type { Clock } from './timeFormat.ts';

const minute = 60_000;
const week = 7 * 24 * 60 * minute;
const yearMilliseconds = 365.2425 * 24 * 60 * minute;

/** Whether `Intl` knows a time zone by this name. */
export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** The clock of a time zone. Distances from UTC are in milliseconds. */
export class ZoneClock {
  private readonly format: Intl.DateTimeFormat;
  /** By year, the instants from which on another distance holds. */
  private readonly years = new Map<number, readonly (readonly [number, number])[]>();

  /** @param timeZone an IANA name */
  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric', era: 'short' },
    });
  }

  /** How far ahead of UTC the clock is at an instant. */
  offsetAt(instant: number): number {
    const year = Math.floor(instant / yearMilliseconds);
    const changes = this.changesIn(year);
    let found = changes[0]?.[1] ?? 0;
    for (const [from, offset] of changes) {
      if (from > instant) break;
      found = offset;
    }
    return found;
  }

  /** The instants at which the clock shows a time: two where it is put back, none where it is put forward. */
  instantsOf(shown: number): number[] {
    const day = 24 * 60 * minute;
    const offsets = new Set([this.offsetAt(shown - day), this.offsetAt(shown + day)]);
    return [...offsets]
      .map((offset) => shown - offset)
      .filter((instant) => instant + this.offsetAt(instant) === shown)
      .sort((a, b) => a - b);
  }

  private changesIn(year: number): readonly (readonly [number, number])[] {
    const known = this.years.get(year);
    if (known) return known;
    const begin = Math.floor((year * yearMilliseconds) / minute) * minute;
    const end = begin + yearMilliseconds + minute;
    let offset = this.measure(begin);
    const changes: (readonly [number, number])[] = [[begin, offset]];
    for (let at = begin; at < end; at += week) {
      const next = this.measure(at + week);
      if (next !== offset) changes.push([this.changeBetween(at, at + week, offset), next]);
      offset = next;
    }
    this.years.set(year, changes);
    return changes;
  }

  /** To the minute. */
  private changeBetween(from: number, to: number, offset: number): number {
    let [low, high] = [from, to];
    while (high - low > minute) {
      const middle = low + Math.floor((high - low) / 2 / minute) * minute;
      if (this.measure(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }

  private measure(instant: number): number {
    const parts: Record<string, number> = {};
    let isBefore = false;
    for (const { type, value } of this.format.formatToParts(instant)) {
      if (type === 'era') isBefore = value.startsWith('B');
      else parts[type] = Number(value);
    }
    const { year = 0, month = 1, day = 1, hour = 0, minute: minutes = 0, second = 0 } = parts;
    const shown = Date.UTC(isBefore ? 1 - year : year, month - 1, day, hour, minutes, second);
    return shown - Math.floor(instant / 1000) * 1000;
  }
}

const clocks = new Map<string, ZoneClock>();

export const clockOf = (timeZone: string): ZoneClock => {
  const clock = clocks.get(timeZone) ?? new ZoneClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
};

/** How far ahead of UTC a clock is at an instant, in milliseconds. */
export const offsetOf = (clock: Clock, instant: number): number => {
  if ('timeZone' in clock) return clockOf(clock.timeZone).offsetAt(instant);
  const { offsets } = clock;
  let found = offsets[0]?.[1] ?? 0;
  for (const [from, minutes] of offsets) {
    if (from > instant) break;
    found = minutes;
  }
  return found * minute;
};

/** Zones of which one has the clock of most files, before all others. */
const usualZones = [
  'Europe/Berlin',
  'America/New_York',
  'Europe/London',
  'America/Chicago',
  'America/Los_Angeles',
  'America/Denver',
  'Europe/Helsinki',
  'Europe/Lisbon',
  'Australia/Sydney',
  'America/Sao_Paulo',
];

/** The first zone, usual ones before others, whose clock is as asked. */
export const findZone = (isIt: (clock: ZoneClock) => boolean): string | undefined =>
  [...usualZones, ...Intl.supportedValuesOf('timeZone').filter((name) => !usualZones.includes(name))].find((name) =>
    isIt(clockOf(name)),
  );
