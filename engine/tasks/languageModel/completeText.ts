import type { Config, Split } from '../../config.ts';
import { type TextData, unitNames } from './textFields.ts';
import type { TextInspection } from '../../protocol.ts';
import { type Completion, type ConfigProblem, clamp, completeSplit } from '../config/completion.ts';
import type { WordSurvey } from '../../encoding/wordSurvey.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { mostPieces } from '../config/sharedFields.ts';
import { mostVocabulary } from '../../encoding/textCodec.ts';

const defaultSplit = { valid: 0.05, test: 0.05 };
const usualLength = 64;

const tellSpans = ({ valid, test }: Split): string =>
  `The last ${percent(test)} of the text are the test, the ${percent(valid)} before them the validation.`;

/** The data part of a language model's config; `tellSplit` says in a sentence what the shares are of. */
export const completeText = (
  config: Config,
  inspection: TextInspection,
  words: WordSurvey | undefined,
  tellSplit = tellSpans,
): Completion<TextData> => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as Partial<TextData>;
  const choices: string[] = [];
  const problems: ConfigProblem[] = [];
  const split = completeSplit(wanted.split, defaultSplit, problems);
  const unit = wanted.unit ?? 'characters';
  const minCount = wanted.minCount ?? (unit === 'words' ? 2 : 1);
  const pieces = wanted.pieces ?? (unit === 'bytePairs' ? usualPieces(inspection) : 0);
  const { symbols, distinct } = countOf(inspection, words, { unit, minCount, pieces, split });
  if (unit !== 'words' && minCount > 1) {
    const message = `minCount ${minCount} is for data.unit words: by ${unitNames[unit]} everything is known; leave it out`;
    problems.push({ path: 'data.minCount', message });
  }
  if (unit === 'bytePairs' ? pieces <= inspection.distinct : pieces > 0) {
    const message =
      unit === 'bytePairs'
        ? `pieces ${pieces} are not more than the ${inspection.distinct} letters of the text; ask for more, or read it by characters`
        : `pieces ${pieces} are for data.unit bytePairs; leave them out`;
    problems.push({ path: 'data.pieces', message });
  }
  const { validStart, testStart } = splitPoints(symbols, split);
  const spans = [
    { name: 'training', length: validStart, share: 1 },
    { name: 'validation', length: testStart - validStart, share: split.valid },
    { name: 'test', length: symbols - testStart, share: split.test },
  ].filter(({ share }) => share > 0);
  // The last symbol of a span is only ever a target.
  const longest = Math.min(...spans.map(({ length }) => length - 1));
  const seqLength = wanted.seqLength ?? clamp(longest, 1, usualLength);
  if (wanted.split === undefined) choices.push(tellSplit(split));
  if (wanted.seqLength === undefined) choices.push(`Back-propagation looks back over ${seqLength} ${unitNames[unit]}.`);
  const short = spans.find(({ length }) => seqLength > length - 1);
  if (short) {
    const way = longest >= 1 ? `use at most ${longest}` : 'use a longer text, or a larger share in data.split';
    problems.push({
      path: 'data.seqLength',
      message: `seqLength ${seqLength} + 1 > ${short.length} ${unitNames[unit]} of the ${short.name} split; ${way}`,
    });
  }
  const stepLength = wanted.stepLength ?? seqLength;
  if (stepLength > seqLength) {
    problems.push({
      path: 'data.stepLength',
      message: `stepLength ${stepLength} > seqLength ${seqLength}: symbols would be left out; use at most ${seqLength}`,
    });
  }
  if (distinct < 2) {
    problems.push({
      path: 'data.file',
      message: 'the text has a single symbol over and over; there is nothing to learn',
    });
  }
  if (distinct > mostVocabulary) {
    const message = `the text has ${distinct} different symbols; at most ${mostVocabulary} can be told apart`;
    problems.push({ path: 'data.file', message });
  }
  const lowercase = wanted.lowercase ?? false;
  return {
    data: {
      ...{ file: inspection.file, unit, lowercase, minCount, pieces, seqLength, stepLength },
      ...(wanted.encoding && { encoding: wanted.encoding }),
      ...(wanted.moreFiles && { moreFiles: wanted.moreFiles }),
      ...{ carryState: wanted.carryState ?? true, split },
    },
    shape: { input: { kind: 'symbols', vocabulary: distinct }, outputSize: distinct, everyStep: true },
    isShapeEstimated: words !== undefined,
    steps: seqLength,
    examples: Math.max(1, Math.floor(validStart / seqLength)),
    overlap: seqLength / stepLength,
    choices,
    problems,
  };
};

/** Symbols of the text, and different ones: of words and their pieces about as many. */
const countOf = (
  { symbols, distinct }: TextInspection,
  words: WordSurvey | undefined,
  { unit, minCount, pieces, split }: Pick<TextData, 'unit' | 'minCount' | 'pieces' | 'split'>,
): { symbols: number; distinct: number } => {
  if (!words) return { symbols, distinct };
  // One more stands for all that are not known.
  const known = 1 + words.distinct(minCount, splitPoints(symbols, split).validStart);
  const inWords = symbols / words.charactersPerWord;
  if (unit === 'words') return { symbols: Math.round(inWords), distinct: known };
  // With as many pieces as words most words are one; with letters alone each takes as many as it has.
  const share = Math.min(1, Math.log(pieces / distinct) / Math.log(Math.max(2, known / distinct)));
  return { symbols: Math.round(symbols * words.charactersPerWord ** -share), distinct: pieces };
};

/** Of a text of a million characters a thousand pieces, of longer ones more, in powers of two. */
const usualPieces = ({ symbols, distinct }: TextInspection): number =>
  Math.min(mostPieces, Math.max(clamp(2 ** Math.round(Math.log2(symbols / 1000)), 256, 8192), 2 * distinct));

/** `5 %` */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
