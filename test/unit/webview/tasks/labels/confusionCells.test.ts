import { expect, test } from 'vitest';
import {
  type MatrixPlace,
  firstMistakes,
  hasMistakes,
  neighbour,
  rowShares,
} from '../../../../../webview/tasks/labels/confusionCells.ts';

const confusion = [
  [9, 0, 1, 0],
  [0, 0, 0, 0],
  [2, 3, 5, 0],
  [0, 4, 0, 4],
];
const at = (row: number, column: number): MatrixPlace => ({ row, column });

test('shades each cell by its share of the true class, and none of a class without examples', () => {
  expect(rowShares(confusion)).toEqual([
    [0.9, 0, 0.1, 0],
    [0, 0, 0, 0],
    [0.2, 0.3, 0.5, 0],
    [0, 0.5, 0, 0.5],
  ]);
});

test('has mistakes beside the diagonal only, and finds the first of them', () => {
  expect(hasMistakes(confusion, at(0, 2))).toBe(true);
  expect(hasMistakes(confusion, at(0, 0))).toBe(false);
  expect(hasMistakes(confusion, at(1, 0))).toBe(false);
  expect(hasMistakes(confusion, at(-1, 2))).toBe(false);
  expect(firstMistakes(confusion)).toEqual(at(0, 2));
  expect(
    firstMistakes([
      [3, 0],
      [0, 4],
    ]),
  ).toBeUndefined();
});

test('goes with an arrow key to the next mistakes in the row or column, else to the nearest beyond, else nowhere', () => {
  expect(neighbour(confusion, at(2, 0), 'ArrowRight')).toEqual(at(2, 1));
  expect(neighbour(confusion, at(2, 1), 'ArrowDown')).toEqual(at(3, 1));
  expect(neighbour(confusion, at(0, 2), 'ArrowDown')).toEqual(at(2, 1));
  expect(neighbour(confusion, at(2, 0), 'ArrowUp')).toEqual(at(0, 2));
  expect(neighbour(confusion, at(2, 0), 'ArrowLeft')).toBeUndefined();
  expect(neighbour(confusion, at(2, 0), 'Enter')).toBeUndefined();
});
