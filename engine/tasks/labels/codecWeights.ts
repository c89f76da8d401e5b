import * as z from 'zod';
import type { LabelCodec } from './labelCodec.ts';

export const classWeightsField = z.array(z.number().positive()).optional();

/** A refinement of codecs of classes. */
export const hasWeightOfEach = ({ labels, classWeights }: Omit<LabelCodec, 'kind'>): boolean =>
  !classWeights || classWeights.length === labels.length;

export const weightFault = { path: ['classWeights'], error: 'there is not one for each class' };

/** The weights as a session takes them. */
export const weightsOf = ({ classWeights }: LabelCodec): { readonly classWeights?: Float32Array } =>
  classWeights ? { classWeights: Float32Array.from(classWeights) } : {};
