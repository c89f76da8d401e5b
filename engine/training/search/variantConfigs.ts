import type { Config } from '../../config.ts';
import type { CompletedConfig } from '../../tasks/config/completeConfig.ts';
import type { Variant } from '../../tasks/search/variant.ts';

type Way = Pick<Variant, 'data' | 'model'>;

/**
 * A config that says all that the rules chose for a file but for what the variant says: on other rows of the file they
 * would choose otherwise.
 */
export const pinnedTo = ({ data, model }: Way, { config }: CompletedConfig): Config => {
  const { inputSize: _, layerSizes, ...chosen } = config.model;
  return {
    task: config.task,
    data: { ...config.data, ...data },
    model: { ...chosen, ...(layerSizes && { layerSizes: [...layerSizes] }), ...model },
    training: config.training,
  };
};

/** What was wanted, and besides what the variant says: the rules choose the rest as they would have. */
export const wishFor = ({ data, model }: Way, wanted: Config, { config, work: { usual } }: CompletedConfig): Config => {
  const { horizon, transform, lambda, chosenBy }: Readonly<Record<string, unknown>> = { ...config.data };
  const { epochs, patience } = config.training;
  // What suits the data is left off where a config says how it is forecast.
  const suited = usual && {
    data: { transform, ...(lambda !== undefined && { lambda }) },
    training: { ...usual.training, epochs, patience },
  };
  return {
    ...wanted,
    task: config.task,
    data: { ...wanted.data, ...suited?.data, horizon, chosenBy, ...data },
    model: { ...usual?.model, ...wanted.model, ...model },
    training: { ...suited?.training, ...wanted.training },
  };
};
