import { createRandom } from '../../compute/random.ts';
import type { Split } from '../../config.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import type { PreparedData } from '../preparedData.ts';

/** Examples in order, the first to train on and the last for the test; each part comes out in order of the file. */
export const shareInOrder = (order: Int32Array, split: Split): PreparedData['splits'] => {
  const { validStart, testStart } = splitPoints(order.length, split);
  return {
    train: order.slice(0, validStart).sort(),
    valid: order.slice(validStart, testStart).sort(),
    test: order.slice(testStart).sort(),
  };
};

/** Examples at random, by the seed: they have no order that matters, and files often list one class after the other. */
export const shareAtRandom = (examples: Int32Array, split: Split, seed: number): PreparedData['splits'] => {
  const order = examples.slice();
  createRandom(seed).shuffle(order);
  return shareInOrder(order, split);
};
