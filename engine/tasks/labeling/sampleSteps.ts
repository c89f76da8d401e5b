import type { Session } from '../../network/session.ts';
import type { LabelledSample, LabelledSequence, SampleEvent } from '../../protocol.ts';
import type { PreparedData } from '../preparedData.ts';
import type { SampleOptions } from '../task.ts';
import type { LabelingCodec } from './labelingCodec.ts';
import { answersOf } from './scoreSteps.ts';

/** Few enough to be looked through, and so short that a thousand samples of a long run are a few megabytes. */
const most = { sequences: 6, steps: 128, word: 40, stepsInText: 16, labels: 100 } as const;

/** Some sequences of the validation split, the same after every epoch, with what the present weights say at each step. */
export const sampleSteps = (
  session: Session,
  { codec, source, splits, rows, lengths }: PreparedData<LabelingCodec>,
  { epoch, validLoss }: Pick<SampleOptions, 'epoch' | 'validLoss'>,
): SampleEvent => {
  if (source.kind !== 'steps' || !rows || !lengths) throw new Error('a labeling was prepared as something else');
  const { labels } = codec;
  const split = splits.valid.length > 0 ? splits.valid : splits.train;
  const every = Math.max(1, Math.floor(split.length / most.sequences));
  // From the middle of each part of the split, which lies there by length: the first ones are the shortest.
  const chosen = split.filter((_, index) => index % every === every >> 1).subarray(0, most.sequences);
  const outputs = session.predictSteps(chosen);
  const answers = answersOf(outputs, labels.length);
  let at = 0;
  const sequences = Array.from(chosen, (stretch): LabelledSequence => {
    const begin = source.inputs.starts[stretch] ?? 0;
    const length = lengths[stretch] ?? 0;
    const first = at;
    at += length;
    const steps = Array.from({ length: Math.min(length, most.steps) }, (_, step) => step);
    const { wordAt } = rows;
    return {
      lines: steps.map((step) => rows.lineOf(begin + step)),
      ...(wordAt && { words: steps.map((step) => wordAt(begin + step).slice(0, most.word)) }),
      actual: steps.map((step) => source.labels[begin + step] ?? -1),
      predicted: steps.map((step) => answers[first + step] ?? -1),
      probabilities: steps.map((step) => {
        const probability = outputs[(first + step) * labels.length + (answers[first + step] ?? 0)] ?? NaN;
        return Number.isFinite(probability) ? Math.round(1000 * probability) / 1000 : null;
      }),
      more: length - steps.length,
    };
  });
  const labelled = withLabels(labels, sequences);
  return { event: 'sample', epoch, validLoss, temperature: 0, prime: '', text: inWords(labelled), labelled };
};

/** Of very many labels with those alone that stand somewhere. */
const withLabels = (labels: readonly string[], sequences: readonly LabelledSequence[]): LabelledSample => {
  if (labels.length <= most.labels) return { labels, sequences };
  const used = new Set(sequences.flatMap(({ actual, predicted }) => [...actual, ...predicted]));
  const kept = labels.flatMap((_, id) => (used.has(id) ? [id] : []));
  const places = new Map(kept.map((id, place) => [id, place]));
  const placed = (ids: readonly number[]): number[] => ids.map((id) => places.get(id) ?? -1);
  return {
    labels: kept.map((id) => labels[id] ?? ''),
    sequences: sequences.map((each) => ({
      ...each,
      actual: placed(each.actual),
      predicted: placed(each.predicted),
    })),
  };
};

/** How each sequence begins, a line each: `Ada/B-PER sees/O`, or where steps are numbers `3 rest, 12 walk`. */
const inWords = ({ labels, sequences }: LabelledSample): string =>
  sequences
    .map(({ words, predicted }) => {
      const names = predicted.map((id) => labels[id] ?? '');
      const pieces = words ? words.map((word, step) => `${word}/${names[step] ?? ''}`) : runsOf(names);
      const shown = pieces.slice(0, most.stepsInText).join(words ? ' ' : ', ');
      return pieces.length > most.stepsInText ? `${shown} …` : shown;
    })
    .join('\n');

const runsOf = (names: readonly string[]): string[] => {
  const runs: { readonly name: string; length: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.length++;
    else runs.push({ name, length: 1 });
  }
  return runs.map(({ name, length }) => `${length} ${name}`);
};
