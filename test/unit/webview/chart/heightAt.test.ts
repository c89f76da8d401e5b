import { expect, test } from 'vitest';
import { heightAt } from '../../../../webview/chart/heightAt.ts';

test('is what the chart asks for where there is room, three quarters of the width else, and 120 pixels at the least', () => {
  expect([1600, 400, 266, 100, 0].map((width) => heightAt(width, 300))).toEqual([300, 300, 200, 120, 300]);
  expect(heightAt(266, 120)).toBe(120);
  expect(heightAt(100, 90)).toBe(90);
});
