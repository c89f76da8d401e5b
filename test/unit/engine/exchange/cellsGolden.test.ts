import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compareResults } from '../../../golden/compareResults.ts';
import { readCells } from '../../../golden/goldenCells.ts';
import { runCell } from '../../../golden/runCell.ts';
import { onEveryBackend } from '../network/everyBackend.ts';

const cells = (await readCells(fileURLToPath(new URL('../../../golden/', import.meta.url)))).map((cell) => {
  const { mask, bidirectional, bias, layers, sizes } = cell;
  const options = [
    ...(bidirectional ? ['bidirectional'] : []),
    ...(bias === false ? ['no bias'] : []),
    ...(layers === 2 ? ['2 layers'] : []),
    `mask ${mask}`,
    `T B D H ${sizes.join(' ')}`,
  ];
  return [`${cell.program} ${cell.cell}`, options.join(', '), cell] as const;
});

onEveryBackend((kernels) => {
  describe('with weights that were converted, relative to the largest value of each tensor', () => {
    test.each(cells)('%s, %s: outputs and last states within 1e-5, all gradients within 1e-4', (_, __, cell) => {
      const { found, expected } = runCell(cell, kernels);
      const { forward, layers } = compareResults(found, expected);
      expect(forward.error, forward.tensor).toBeLessThan(1e-5);
      expect(layers.error, layers.tensor).toBeLessThan(1e-4);
    });
  });
});
