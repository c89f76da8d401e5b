import type { Session } from '../../network/session.ts';
import type { PreparedData } from '../preparedData.ts';
import { sampleText } from './sampleText.ts';
import type { SampleEvent } from '../../protocol.ts';
import type { TextCodec } from '../../encoding/codec.ts';
import { mixSeed } from '../batches.ts';
import type { SampleOptions } from '../task.ts';
import { decodeText, defaultPrime } from '../../encoding/textCodec.ts';

const temperature = 0.8;
const length = 200;

/** A short text from the session's present weights, to see what they have learned. */
export const sampleRun = (
  session: Session,
  { codec }: PreparedData<TextCodec>,
  { seed, epoch, validLoss }: SampleOptions,
): SampleEvent => {
  const prime = defaultPrime(codec);
  const options = { temperature, topK: 0, topP: 1, length, seed: mixSeed(seed, epoch) };
  const ids = [...sampleText(session, prime, options)];
  return {
    event: 'sample',
    epoch,
    validLoss,
    prime: decodeText(codec, prime),
    text: decodeText(codec, ids),
    temperature,
  };
};
