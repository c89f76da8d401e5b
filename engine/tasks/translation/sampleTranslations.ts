import type { Session } from '../../network/session.ts';
import type { SampleEvent, TranslatedLine } from '../../protocol.ts';
import type { PreparedData } from '../preparedData.ts';
import type { SampleOptions } from '../task.ts';
import { attentionMaps } from './attentionMaps.ts';
import { shortened } from './pairRows.ts';
import { sourcesAtOnce, Translator } from './translateAll.ts';
import type { TranslationCodec } from './translationCodec.ts';

/** Enough to see how it gets on, few enough to be read. */
const lines = 6;

/** Some lines of the validation split, the same after every epoch, with what the present weights make of them. */
export const sampleTranslations = (
  session: Session,
  { codec, source, rows, splits, targetSteps = 2 }: PreparedData<TranslationCodec>,
  { epoch, validLoss }: Pick<SampleOptions, 'epoch' | 'validLoss'>,
): SampleEvent => {
  if (source.kind !== 'pairs') throw new Error('a translation was prepared as something else');
  const options = { beam: 1, lengthPenalty: 0, longest: targetSteps - 1, wanted: 1 };
  const split = splits.valid.length > 0 ? splits.valid : splits.train;
  const every = Math.max(1, Math.floor(split.length / lines));
  // From the middle of each stretch: the first are the shortest.
  const chosen = split.filter((_, index) => index % every === every >> 1).subarray(0, lines);
  const translator = new Translator(codec);
  const atOnce = sourcesAtOnce(session, options);
  const translations: TranslatedLine[] = [];
  for (let from = 0; from < chosen.length; from += atOnce) {
    const some = chosen.subarray(from, from + atOnce);
    const found = translator.translate(session, some, options).map(([best]) => best);
    const maps = attentionMaps(session, codec, source.source, some, found);
    for (const [index, best] of found.entries()) {
      const row = some[index] ?? 0;
      const attention = maps[index];
      translations.push({
        source: rows?.excerptOf?.(row) ?? '',
        reference: shortened(rows?.targets[0]?.textAt(row) ?? ''),
        text: shortened(best?.text ?? ''),
        ...(attention && { attention }),
      });
    }
  }
  const [first] = translations;
  return {
    ...{ event: 'sample', epoch, validLoss, temperature: 0, translations },
    prime: first?.source ?? '',
    text: first?.text ?? '',
  };
};
