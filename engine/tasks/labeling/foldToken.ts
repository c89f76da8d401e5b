import type { TokenInputs } from './labelingCodec.ts';

/** A word as the network knows it: in Unicode's composed form (NFC), so that letters look alike when they are. */
export const foldToken = ({ lowercase, digits }: Pick<TokenInputs, 'lowercase' | 'digits'>, word: string): string => {
  const normal = word.normalize('NFC');
  const folded = lowercase ? normal.toLowerCase() : normal;
  return digits ? folded.replace(/\p{Nd}/gu, '0') : folded;
};
