import { parentPort, workerData } from 'node:worker_threads';
import { readScratch } from '../../../scratchFile.ts';
import { type NgramWork, type SymbolSpan, scoreNgrams } from './scoreNgrams.ts';
import type { NgramTold, SentSpan } from './countInThread.ts';

const spanOf = ({ ids, ...span }: SentSpan): SymbolSpan => ({
  ...span,
  ids:
    ids instanceof Uint16Array
      ? ids
      : {
          byteLength: ids.byteLength,
          read: (target, position) => {
            readScratch(ids, target, position);
          },
        },
});

const { vocabulary, train, valid, scored } = workerData as NgramWork<SentSpan>;
const work: NgramWork = { vocabulary, train: spanOf(train), valid: spanOf(valid), scored: scored.map(spanOf) };
const tell = (told: NgramTold): void => parentPort?.postMessage(told);
tell({
  scores: scoreNgrams(work, (share) => {
    tell({ share });
  }),
});
