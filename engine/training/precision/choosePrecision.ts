import type { RunConfig } from '../../config.ts';
import type { Precision } from '../../network/precision/precision.ts';
import type { Session } from '../../network/session.ts';
import type { TrainingPosition } from '../../runs/trainingPosition.ts';
import type { PreparedData } from '../../tasks/preparedData.ts';
import { comparePrecisions } from './comparePrecisions.ts';

/** What bfloat16 has to take less than of the time of float32 to be chosen: below that its rounding buys nothing. */
const worthwhile = 0.95;

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
    return [`products in float32: ${session.kernels} has no instructions for bfloat16`];
  }
  if (asked === 'bfloat16') {
    session.precision = asked;
    return describeChange(asked, before);
  }
  if (before !== undefined) {
    session.precision = before;
    return [];
  }
  const { float32, bfloat16 } = comparePrecisions(session, data, config, position);
  const isFaster = bfloat16 < worthwhile * float32;
  session.precision = isFaster ? 'bfloat16' : 'float32';
  const [narrow, wide] = [bfloat16, float32].map(formatTime);
  return [
    isFaster
      ? `products in bfloat16, which take ${narrow} a batch; in float32 it is ${wide}`
      : `products in float32, which take ${wide} a batch; in bfloat16 it is ${narrow}`,
  ];
};

const describeChange = (now: Precision, before: Precision | undefined): readonly string[] =>
  before === undefined || before === now ? [] : [`goes on with products in ${now}; until here they were in ${before}`];

const formatTime = (milliseconds: number): string => `${Number(milliseconds.toPrecision(3))} ms`;
