import type { Session } from '../../network/session.ts';
import type { SymbolSource } from '../../compute/source.ts';
import type { EncodedText } from './encodedText.ts';
import { readSymbols } from '../../compute/textSymbols.ts';
import type { Metrics } from '../../protocol.ts';
import type { Breathe, MeanLoss } from '../preparedData.ts';
import { textMetrics } from './textMetrics.ts';

/** Messages are let in this often. */
const symbolsPerBreath = 2000;

/** Metrics of a span of text, whose mean loss says them where it is the cross-entropy. */
export const scoreText = async (
  session: Session,
  { source, sizes }: EncodedText,
  span: Int32Array,
  { kind, mean }: MeanLoss,
  breathe: Breathe,
): Promise<Metrics> => {
  const nats = kind === 'crossEntropy' ? mean : await meanNats(session, source, span, breathe);
  return textMetrics(nats, sizes.of(span));
};

/**
 * Nats per symbol of what `generate` samples from, softmax of the logits, for a text model that another loss trains:
 * its loss is in other units than the metrics and the baselines.
 */
const meanNats = async (
  session: Session,
  source: SymbolSource,
  [start = 0, end = 0]: Int32Array,
  breathe: Breathe,
): Promise<number> => {
  session.resetFeed();
  let sum = 0;
  let fed = 0;
  /** After the symbols so far. */
  let logits: Float32Array | undefined;
  for (const piece of readSymbols(source, start, end)) {
    for (const id of piece) {
      if (fed++ % symbolsPerBreath === 0) await breathe((fed - 1) / (end - start));
      if (logits) sum += surprise(logits, id);
      logits = session.feed(id, source.told?.ids[start + fed]);
    }
  }
  return sum / (end - 1 - start);
};

/** Nats of a symbol, of softmax. */
const surprise = (logits: Float32Array, id: number): number => {
  const maximum = logits.reduce((largest, logit) => Math.max(largest, logit), -Infinity);
  const total = logits.reduce((partial, logit) => partial + Math.exp(logit - maximum), 0);
  return maximum + Math.log(total) - (logits[id] ?? NaN);
};
