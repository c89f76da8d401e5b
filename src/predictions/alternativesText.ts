import type { PredictedCell } from '../../engine/protocol.ts';

/** `spam 93.1 %`: a line for each class that may stand in the cell, the likeliest first; empty for what is no class. */
export const alternativesText = ({ text, probability, alternatives = [] }: PredictedCell): string =>
  probability === undefined || probability === null
    ? ''
    : [{ text, probability }, ...alternatives].map((each) => `${each.text} ${percent(each.probability)}`).join('\n');

const percent = (probability: number): string => `${(100 * probability).toFixed(1)} %`;
