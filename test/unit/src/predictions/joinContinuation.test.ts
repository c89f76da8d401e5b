import { expect, test } from 'vitest';
import { firstLineOf, joinContinuation } from '../../../../src/predictions/joinContinuation.ts';

test.each([
  ['the ships', ' of the fleet', ' of the fleet'],
  ['the ships ', ' of the fleet', 'of the fleet'],
  ['the ships  ', ' of', 'of'],
  ['the shi', 'ps of', 'ps of'],
  ['', ' of', ' of'],
])('%j goes on with %j as %j: a space stands once', (before, written, joined) => {
  expect(joinContinuation(before, written)).toBe(joined);
});

test.each([
  [' of the fleet \nsail at dawn', ' of the fleet'],
  ['\nsail at dawn\nand', '\nsail at dawn'],
  ['\n\nsail', ''],
  ['   \nsail', ''],
  ['', ''],
])('of %j is offered %j, the rest of the line or the next', (written, offered) => {
  expect(firstLineOf(written)).toBe(offered);
});
