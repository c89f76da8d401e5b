/**
 * How a file writes its times: enough to write the next ones alike. Plain JSON.
 */
export interface TimeFormat {
  /**
   * In the letters of Unicode's date patterns (UTS 35), as `dd/MM/yyyy HH:mm`, with text in single quotes; or, of
   * numbers, what they count: one of `countedUnits`.
   */
  readonly pattern: string;
  /** As written behind the time: `Z`, `+01:00`, ` UTC` or nothing. */
  readonly zone: string;
  /** Names of the months, January first, where the pattern has names. */
  readonly months?: readonly string[];
  /** How noon and midnight are told apart, morning first. */
  readonly halves?: readonly [string, string];
  /** Digits after the point, of seconds that are counted in one number. */
  readonly decimals?: number;
  /** Whether fractions of a second are left out where they are 0. */
  readonly omitsFraction?: boolean;
  /** Where the clock is not always as far from UTC. */
  readonly clock?: Clock;
}

/** How far a clock is from UTC: that of an IANA zone, or as seen in a file. */
export type Clock =
  | { readonly timeZone: string }
  /** Milliseconds since 1970 and minutes ahead of UTC, ascending. */
  | { readonly offsets: readonly (readonly [number, number])[] };

/** Whether times are written in UTC, by a letter or a word, whatever clock they follow. */
export const isUtc = ({ zone }: TimeFormat): boolean => zone !== '' && !/[+-]/.test(zone);

/** Milliseconds that a number of such a column counts, and of what it is 0. */
export const countedUnits: Readonly<Record<string, { readonly length: number; readonly origin: number }>> = {
  epochSeconds: { length: 1000, origin: 0 },
  epochMilliseconds: { length: 1, origin: 0 },
  epochMicroseconds: { length: 0.001, origin: 0 },
  epochNanoseconds: { length: 1e-6, origin: 0 },
  // Its day 60 is the 29th of February 1900, which never was: those after it count from the 30th of December 1899.
  excelDays: { length: 86_400_000, origin: Date.UTC(1899, 11, 30) },
};

export const plainFormat = (pattern: string): TimeFormat => ({ pattern, zone: '' });
