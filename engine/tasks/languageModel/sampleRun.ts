import type { Session } from '../../compute/session.ts';
import type { PreparedData } from '../preparedData.ts';
import { generateText } from './generateText.ts';
import type { SampleEvent } from '../../protocol.ts';
import { mixSeed } from '../../training/batches.ts';
import { decodeText, defaultPrime } from '../../encoding/textCodec.ts';

const temperature = 0.8;
const length = 200;

/** A short text from the session's present weights, to see what they have learned. Nothing when the data is not text. */
export const sampleRun = (
  session: Session,
  data: PreparedData,
  seed: number,
  epoch: number,
  validLoss: number,
): SampleEvent | undefined => {
  const { codec } = data;
  if (codec.kind !== 'text') return undefined;
  const prime = defaultPrime(codec);
  const options = { temperature, topK: 0, topP: 1, length, seed: mixSeed(seed, epoch) };
  const ids = [...generateText(session, prime, options)];
  return {
    event: 'sample',
    epoch,
    validLoss,
    prime: decodeText(codec, prime),
    text: decodeText(codec, ids),
    temperature,
  };
};
