import { describe, expect, test } from 'vitest';
import { placesInSeason } from '../../../../../../engine/tasks/forecast/explain/placesInSeason.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = (): number => 0;

describe('where rows stand in the season', () => {
  test('hours of a day from midnight, whenever the series begins', () => {
    const begin = Date.UTC(2024, 4, 3, 17);
    const places = placesInSeason({ season: 24, step: hour }, (row) => begin + row * hour, start);
    expect(places?.kind).toBe('hour');
    expect(places?.x).toEqual(Array.from({ length: 24 }, (_, place) => place));
    expect([0, 6, 7, 31].map((row) => places?.placeOf(row))).toEqual([17, 23, 0, 0]);
  });

  test('days of a week from Monday', () => {
    // A Wednesday.
    const begin = Date.UTC(2024, 4, 1);
    const places = placesInSeason({ season: 7, step: day }, (row) => begin + row * day, start);
    expect(places?.kind).toBe('weekday');
    expect([0, 4, 5, 12].map((row) => places?.placeOf(row))).toEqual([2, 6, 0, 0]);
  });

  test('hours of a week, as parts of its days', () => {
    const begin = Date.UTC(2024, 3, 29);
    const places = placesInSeason({ season: 168, step: hour }, (row) => begin + row * hour, start);
    expect(places?.x[36]).toBeCloseTo(1.5, 12);
    expect(places?.placeOf(168 + 36)).toBe(36);
  });

  test('months of a year, however long they are', () => {
    const places = placesInSeason({ season: 12, step: 30 * day }, (row) => Date.UTC(2020, 10 + row, 30), start);
    expect(places?.kind).toBe('month');
    expect([0, 1, 2].map((row) => places?.placeOf(row))).toEqual([10, 11, 0]);
  });

  test('days of a year in threes, by their date', () => {
    const places = placesInSeason({ season: 365, step: day }, (row) => Date.UTC(2024, 0, 1 + row), start);
    expect(places?.x).toHaveLength(122);
    expect(places?.x[61]).toBeCloseTo((183 * 12) / 365, 12);
    expect([0, 3, 365, 366].map((row) => places?.placeOf(row))).toEqual([0, 0, 121, 0]);
  });

  test('rows since the beginning of their series where no clock tells', () => {
    const places = placesInSeason({ season: 5 }, undefined, (row) => (row < 12 ? 0 : 12));
    expect(places?.kind).toBe('place');
    expect(places?.x).toEqual([1, 2, 3, 4, 5]);
    expect([0, 6, 12, 18].map((row) => places?.placeOf(row))).toEqual([0, 1, 0, 1]);
  });

  test('of a season of thousands neighbours are one place', () => {
    const places = placesInSeason({ season: 8760 }, undefined, start);
    expect(places?.x).toHaveLength(166);
    expect(places?.placeOf(8759)).toBe(165);
  });

  test('there are none without a season', () => {
    expect(placesInSeason({ season: 0 }, undefined, start)).toBeUndefined();
    expect(placesInSeason({ season: 1 }, undefined, start)).toBeUndefined();
  });
});
