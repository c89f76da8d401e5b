import type { Config } from '../engine/config.ts';
import type { Changes } from '../engine/protocol.ts';

/** A config with other values in some of its fields, by their paths: `training.learningRate`. */
export const applyChanges = (config: Config, changes: Changes): Config => {
  const changed: Record<string, unknown> = { ...config };
  for (const [path, value] of Object.entries(changes)) {
    const [section = '', field = ''] = path.split('.');
    changed[section] = { ...(changed[section] as object | undefined), [field]: value };
  }
  return changed;
};
