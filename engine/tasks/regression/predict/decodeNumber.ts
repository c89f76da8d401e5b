import type { Model } from '../../model.ts';
import type { RegressionCodec } from '../regressionCodec.ts';
import type { RegressionData } from '../regressionFields.ts';

/** A prediction in the file's units, with the bounds of its interval where errors were measured. */
export interface DecodedNumber {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** What an output of the network says of a target. */
export const decodeNumber = (
  output: number,
  target: number,
  { codec, intervals }: Pick<Model<RegressionData, RegressionCodec>, 'codec' | 'intervals'>,
): DecodedNumber => {
  const { offset = 0, scale = 1 } = codec.targets[target] ?? {};
  const decode = (encoded: number): number => encoded * scale + offset;
  const width = intervals?.[target] ?? NaN;
  if (!Number.isFinite(width)) return { value: decode(output) };
  return { value: decode(output), low: decode(output - width), high: decode(output + width) };
};
