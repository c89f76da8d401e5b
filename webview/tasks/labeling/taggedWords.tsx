import { useMemo } from 'preact/hooks';
import type { LabelledWord } from '../../../engine/protocol.ts';
import { t } from '../../strings.ts';
import { toneClass, tonesOf } from './tones.ts';

interface TaggedWordsProps {
  readonly steps: readonly LabelledWord[];
  /** All that there are, so that a label keeps its colour; else those of the answer. */
  readonly labels: readonly string[] | undefined;
}

/** The words of a sentence with their labels and how sure those are; the next likely ones of a word on pointing at it. */
export const TaggedWords = ({ steps, labels }: TaggedWordsProps) => {
  const toneOf = useMemo(() => {
    const all =
      labels ?? [...new Set(steps.flatMap(({ alternatives }) => alternatives.map(({ text }) => text)))].sort();
    const tones = tonesOf(all);
    return new Map(all.map((label, place) => [label, tones[place]]));
  }, [labels, steps]);
  return (
    <ol class="steps of-words tagged" aria-live="polite" aria-label={t('Labels of the words')}>
      {steps.map(({ word, alternatives }, place) => {
        const [best] = alternatives;
        return (
          <li key={place} class="step" title={alternatives.map(inWords).join('\n')}>
            <span class="step-name">{word}</span>
            <span class={`step-label ${toneClass(toneOf.get(best?.text ?? ''))}`}>{best?.text ?? '–'}</span>
            <span class="step-share">{best ? `${Math.round(100 * best.probability)} %` : '–'}</span>
          </li>
        );
      })}
    </ol>
  );
};

const inWords = ({ text, probability }: LabelledWord['alternatives'][number]): string =>
  `${text}: ${(100 * probability).toFixed(1)} %`;
