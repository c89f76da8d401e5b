import type { Config, RunConfig } from '../../config.ts';
import { isDistribution } from '../../network/lossGroups.ts';
import type { SeriesShape } from '../../network/networkShape.ts';
import type { ConfigProblem } from './completion.ts';

/** What of a forecast's windows, segments and levels cannot go together. */
export const findSeriesContradictions = (
  wanted: Config,
  { model, training }: Pick<RunConfig, 'model' | 'training'>,
  { window, horizon, targets, known = 0 }: SeriesShape,
): ConfigProblem[] => {
  const { decoding, segmentLength, channels, normalisation, outputActivation, bidirectional, pool } = model;
  const isBySegments = decoding === 'segments';
  const problems: ConfigProblem[] = [];
  const refuse = (isWrong: boolean, path: string, message: string): void => {
    if (isWrong) problems.push({ path, message });
  };
  const pieces = `segments of ${segmentLength}`;
  refuse(
    !isBySegments && (segmentLength > 0 || channels === 'apart'),
    segmentLength > 0 ? 'model.segmentLength' : 'model.channels',
    `${segmentLength > 0 ? `segmentLength ${segmentLength}` : 'channels apart'} does nothing: the steps ahead are decoded of one vector; leave it out, or set model.decoding to segments`,
  );
  refuse(
    isBySegments && window % segmentLength > 0,
    'data.window',
    `window ${window} is no whole number of ${pieces}; use ${wholesNear(window, segmentLength)}`,
  );
  refuse(
    isBySegments && horizon % segmentLength > 0,
    'data.horizon',
    `horizon ${horizon} is no whole number of ${pieces}; use ${wholesNear(horizon, segmentLength)}`,
  );
  refuse(
    isBySegments && bidirectional,
    'model.bidirectional',
    'the segments ahead go on from the last state, which a layer that reads backwards has at the first; leave it out, or set model.decoding to direct',
  );
  refuse(
    isBySegments && pool !== 'last',
    'model.pool',
    `pool ${pool} makes one vector of all steps, and the segments ahead go on from the last state; leave it out`,
  );
  refuse(
    known > 0 && isDistribution(training.loss),
    'training.loss',
    `${training.loss} says more of each step ahead than one value, to which what is known of it is not added; use huber or mse, or set data.known to [] and data.holidays to null`,
  );
  refuse(
    known > 0 && outputActivation !== 'none',
    'model.outputActivation',
    `${outputActivation} bounds what is put out, to which what is known of the steps ahead is added; leave it out, or set data.known to [] and data.holidays to null`,
  );
  if (!isBySegments && normalisation === 'none') return problems;
  const what = isBySegments ? 'decoding by segments' : `normalisation ${normalisation}`;
  refuse(
    isDistribution(training.loss),
    'training.loss',
    `${training.loss} says more of each step ahead than one value, which ${what} does not put out; use huber or mse`,
  );
  refuse(
    outputActivation === 'softmax',
    'model.outputActivation',
    `softmax makes shares of all that is put out, and with ${what} that is put together after it; use another`,
  );
  refuse(
    targets.some((target) => target < 0),
    'data.inputs',
    `${what} reads the past of each target as numbers; name all of data.targets among the inputs`,
  );
  refuse(
    normalisation !== 'none' && !['none', undefined].includes(anchorOf(wanted)),
    'data.anchor',
    `normalisation ${normalisation} takes the level off each window already; leave the anchor out, or set model.normalisation to none`,
  );
  return problems;
};

const anchorOf = ({ data }: Config): string | undefined => data?.['anchor'] as string | undefined;

/** The whole numbers of segments before and after so many rows, for a sentence. */
const wholesNear = (rows: number, length: number): string => {
  const below = Math.floor(rows / length) * length;
  return below > 0 ? `${below} or ${below + length}` : String(length);
};
