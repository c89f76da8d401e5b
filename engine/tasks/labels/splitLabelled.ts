import { createRandom } from '../../compute/random.ts';
import type { Split } from '../../config.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import type { PreparedData } from '../preparedData.ts';

/** The rows of a table for which `isMeant`, in order. */
export const rowsWhere = (count: number, isMeant: (row: number) => boolean): Int32Array => {
  const rows = new Int32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) if (isMeant(row)) rows[length++] = row;
  return rows.slice(0, length);
};

/** Rows at random, by the seed: they have no order that matters, and files often list one class after the other. */
export const splitLabelled = (labelled: Int32Array, split: Split, seed: number): PreparedData['splits'] => {
  const order = labelled.slice();
  createRandom(seed).shuffle(order);
  const { validStart, testStart } = splitPoints(order.length, split);
  return {
    train: order.slice(0, validStart).sort(),
    valid: order.slice(validStart, testStart).sort(),
    test: order.slice(testStart).sort(),
  };
};
