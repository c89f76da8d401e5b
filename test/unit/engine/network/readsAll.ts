import type { ModelConfig } from '../../../../engine/config.ts';
import { specOf } from '../../../../engine/network/cells/findCell.ts';
import { modelOf } from './sessionOptions.ts';

/** Whether the cell reads every option of its steps that is asked for. */
export const readsAll = (model: Partial<ModelConfig>): boolean => {
  const { reads } = specOf(modelOf(model));
  return (['projSize', 'layerNorm', 'recurrentDropout'] as const).every(
    (option) => !model[option] || reads.includes(option),
  );
};
