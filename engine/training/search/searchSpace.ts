import type { Config, RunConfig } from '../../config.ts';
import { cellNames } from '../../network/cells/findCell.ts';
import { type Dimension, sizesAround } from '../../tasks/search/dimension.ts';
import { taskOf } from '../../tasks/findTask.ts';

/** Units of a layer, from the fewest to the most that are tried. */
const units = [8, 512] as const;
const dropouts = [0, 0.1, 0.2, 0.3, 0.5];
/** Powers of ten that a rate is tried away from the usual one. */
const rateReach = 10;

/** What a search varies for a file: all that the person has left open of cell, sizes, rate, dropout, and what its task has besides. */
export const searchSpace = (wanted: Config, config: RunConfig): Dimension[] => {
  const { hiddenSize, numLayers } = config.model;
  const { learningRate } = config.training;
  const isOpen = ({ path }: Dimension): boolean => settingAt(wanted, path) === undefined;
  // Layers of their own widths are both.
  const sizes: readonly Dimension[] =
    wanted.model?.layerSizes === undefined
      ? [
          { path: 'model.hiddenSize', values: sizesAround(hiddenSize, 2, units) },
          { path: 'model.numLayers', values: [...new Set([1, 2, numLayers])] },
        ]
      : [];
  const all: readonly Dimension[] = [
    { path: 'model.cell', values: cellNames },
    ...sizes,
    { path: 'training.learningRate', from: learningRate / rateReach, to: learningRate * rateReach },
    { path: 'model.outputDropout', values: dropouts },
    // It lies between layers.
    { path: 'model.dropout', values: dropouts, counts: (read) => Number(read('model.numLayers')) > 1 },
    ...(taskOf(config).varied?.(config) ?? []),
  ];
  return all.filter(isOpen);
};

/** What a config says at a path. */
export const settingAt = (config: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], config);
