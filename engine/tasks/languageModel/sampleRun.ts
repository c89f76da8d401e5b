import type { Session } from '../../network/session.ts';
import type { PreparedData } from '../preparedData.ts';
import { sampleText } from './sampleText.ts';
import type { SampleEvent } from '../../protocol.ts';
import type { TextCodec } from '../../encoding/codec.ts';
import { mixSeed } from '../batches.ts';
import type { SampleOptions } from '../task.ts';
import { coderOf } from '../../encoding/textCoder.ts';

const temperature = 0.8;
const length = 200;

/** A short text from the session's present weights, to see what they have learned. */
export const sampleRun = (
  session: Session,
  { codec }: PreparedData<TextCodec>,
  { seed, epoch, validLoss }: SampleOptions,
): SampleEvent => {
  const coder = coderOf(codec);
  const { start } = coder;
  const unwritten = coder.unwritten?.id;
  const labels = codec.kind === 'text' ? codec.labels : undefined;
  // One after another, as the epochs go.
  const label = labels && Math.max(0, epoch - 1) % labels.length;
  const options = { temperature, topK: 0, topP: 1, length, seed: mixSeed(seed, epoch), unwritten, label };
  const text = Array.from(sampleText(session, start, options), (id) => coder.textOf(id)).join('');
  return {
    event: 'sample',
    epoch,
    validLoss,
    prime: label === undefined ? Array.from(start, (id) => coder.textOf(id)).join('') : `${labels?.[label] ?? ''}: `,
    text,
    temperature,
  };
};
