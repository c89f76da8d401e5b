import { describe, expect, test } from 'vitest';
import { describeUnknownCode, holidaysOf } from '../../../../../engine/encoding/times/holidays.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

describe('the holidays of a country', () => {
  test('are its days without work, whatever the time zone here is', () => {
    const germany = holidaysOf('DE');
    const are = (...dates: string[]) => dates.map((date) => germany?.countFrom(dayOf(date), 1));
    expect(are('2024-01-01', '2024-03-29', '2024-05-01', '2024-12-26')).toEqual([1, 1, 1, 1]);
    // Carnival is no holiday, nor is a day beside one.
    expect(are('2024-02-12', '2024-01-02', '2024-12-24')).toEqual([0, 0, 0]);
    expect(holidaysOf('US')?.countFrom(dayOf('2024-11-28'), 1)).toBe(1);
    expect(holidaysOf('JP')?.countFrom(dayOf('2024-01-01'), 1)).toBe(1);
  });

  test('may be those of a part of it', () => {
    const epiphany = dayOf('2024-01-06');
    expect(['DE', 'DE-BY', 'DE-BE'].map((code) => holidaysOf(code)?.countFrom(epiphany, 1))).toEqual([0, 1, 0]);
  });

  test('are counted over days, and looked for two weeks before and after one', () => {
    const germany = holidaysOf('DE');
    expect(germany?.countFrom(dayOf('2024-12-23'), 7)).toBe(2);
    expect(germany?.daysToNext(dayOf('2024-12-23'))).toBe(2);
    expect(germany?.daysToNext(dayOf('2024-12-25'))).toBe(1);
    expect(germany?.daysSinceLast(dayOf('2024-12-30'))).toBe(4);
    expect(germany?.daysToNext(dayOf('2024-07-20'))).toBe(Infinity);
    expect(germany?.countFrom(NaN, 1)).toBe(0);
  });
});

test.each([
  ['GERMANY', 'near to it are DE (Germany)'],
  ['GER', 'near to it are DE (Germany)'],
  ['USA', 'near to it are US (United States of America)'],
  ['UK', 'near to it are UA (Ukraine), UG (Uganda), US (United States of America), UY (Uruguay), UZ (Uzbekistan)'],
  ['DE-XX', 'of Germany are known DE-BB, DE-BE, DE-BW, DE-BY, DE-HB, …; or use DE'],
  ['VA-X', 'of Vatican City the whole alone is known; or use VA'],
  ['12345', 'codes are those of ISO 3166, as DE, US or GB-SCT'],
])('%s is no code, and it is said what may be meant', (code, message) => {
  expect(holidaysOf(code)).toBeUndefined();
  expect(describeUnknownCode(code)).toBe(message);
});
