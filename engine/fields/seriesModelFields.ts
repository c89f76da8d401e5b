import * as z from 'zod';

/** Fields of `model` that only windows of a series give a meaning. */
export const seriesModelFields = {
  decoding: z
    .enum(['direct', 'segments'])
    .describe(
      'How a forecast comes of a window: all steps ahead of one vector (direct), or the window cut into segments, which are the steps of the layers, and the steps ahead decoded segment by segment at once (segments: Lin et al. 2023, SegRNN).',
    ),
  segmentLength: z
    .number()
    .int()
    .min(0)
    .max(65536)
    .describe('Rows of a segment, of which window and horizon are whole numbers; 0 where nothing goes by segments.'),
  channels: z
    .enum(['together', 'apart'])
    .describe(
      'Whether the targets of a forecast by segments go through the network together, or each by itself through one that they share.',
    ),
  normalisation: z
    .enum(['none', 'last', 'instance'])
    .describe(
      'What of each window of a forecast is taken off its columns of numbers, and given back to what is put out: nothing, the last value, or mean and deviation, with gains and biases that are learned (instance: Kim et al. 2022, RevIN).',
    ),
};
