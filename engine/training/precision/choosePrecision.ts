import type { RunConfig } from '../../config.ts';
import { describeFaster, describeLack, fasterPrecision } from '../../network/precision/fasterPrecision.ts';
import type { Precision } from '../../network/precision/precision.ts';
import type { Session } from '../../network/session.ts';
import type { TrainingPosition } from '../../runs/trainingPosition.ts';
import type { PreparedData } from '../../tasks/preparedData.ts';
import { comparePrecisions } from './comparePrecisions.ts';

/**
 * Has the session train with what the config asks for, as far as the kernels have it, and returns a sentence where that was
 * picked for the person. `auto` is measured, on the batch that comes next; what a run had `before` it keeps.
 */
export const choosePrecision = (
  session: Session,
  data: PreparedData,
  config: RunConfig,
  position: TrainingPosition,
  before?: Precision,
): readonly string[] => {
  const asked = config.training.precision;
  session.precision = 'float32';
  if (asked === 'float32') return describeChange('float32', before);
  if (!session.hasBfloat16) {
    return [describeLack(session.kernels)];
  }
  if (asked === 'bfloat16') {
    session.precision = asked;
    return describeChange(asked, before);
  }
  if (before !== undefined) {
    session.precision = before;
    return [];
  }
  const times = comparePrecisions(session, data, config, position);
  session.precision = fasterPrecision(times);
  return [describeFaster(times, 'batch')];
};

const describeChange = (now: Precision, before: Precision | undefined): readonly string[] =>
  before === undefined || before === now ? [] : [`goes on with products in ${now}; until here they were in ${before}`];
