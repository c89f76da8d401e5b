import { useMemo } from 'preact/hooks';
import type { LabelledSequence } from '../../../engine/protocol.ts';
import { formatCount } from '../../formatNumber.ts';
import { moveFocus } from '../../moveFocus.ts';
import { t } from '../../strings.ts';
import { type RibbonStep, ribbonSteps } from './ribbonSteps.ts';
import { type Tone, toneClass } from './tones.ts';

interface RibbonProps {
  readonly sequence: LabelledSequence;
  readonly labels: readonly string[];
  readonly tones: readonly (Tone | undefined)[];
  readonly onRead: (step: RibbonStep | undefined) => void;
  readonly onOpen: (line: number) => void;
}

/**
 * The steps of a sequence, from line to line as words of a text: words with both labels under them, and what is not of
 * words as two narrow bands of colour. The steps are one tab stop, arrow keys go from one to the next.
 */
export const Ribbon = ({ sequence, labels, tones, onRead, onOpen }: RibbonProps) => {
  const steps = useMemo(() => ribbonSteps(sequence), [sequence]);
  // A sample is hundreds of steps, and the panel is drawn anew with every report of the run.
  return useMemo(() => {
    const stepAt = ({ target }: Event): RibbonStep | undefined => {
      const button = target instanceof Element ? target.closest<HTMLElement>('[data-step]') : null;
      return button ? steps[Number(button.dataset['step'])] : undefined;
    };
    const read = (event: Event): void => onRead(stepAt(event));
    return (
      <section class="ribbon" aria-label={heading(sequence)}>
        <p class="ribbon-heading">
          {heading(sequence)} <span class="muted">· {wrongWords(steps, sequence.more)}</span>
        </p>
        <div
          class={`steps ${sequence.words ? 'of-words' : 'of-numbers'}`}
          role="group"
          aria-label={t('Steps')}
          onMouseOver={read}
          onFocusIn={read}
          onMouseLeave={() => onRead(undefined)}
          onKeyDown={(event) => moveFocus(event, '[data-step]')}
          onClick={(event) => {
            const step = stepAt(event);
            if (step) onOpen(step.line);
          }}
        >
          {steps.map((step, place) => (
            <Step key={place} step={step} place={place} labels={labels} tones={tones} />
          ))}
        </div>
      </section>
    );
  }, [steps, labels, tones]);
};

const heading = ({ lines }: LabelledSequence): string => {
  const [first = 0, last = 0] = [lines[0], lines.at(-1)];
  return first === last ? t('line {0}', first) : t('lines {0} to {1}', first, last);
};

const wrongWords = (steps: readonly RibbonStep[], more: number): string => {
  const wrong = steps.filter(({ isWrong }) => isWrong).length;
  const words = wrong === 0 ? t('all right') : t('{0} of {1} wrong', formatCount(wrong), formatCount(steps.length));
  return more === 0 ? words : `${words} · ${t('{0} more steps follow', formatCount(more))}`;
};

interface StepProps {
  readonly step: RibbonStep;
  readonly place: number;
  readonly labels: readonly string[];
  readonly tones: readonly (Tone | undefined)[];
}

const Step = ({ step, place, labels, tones }: StepProps) => {
  const { number, word, actual, predicted, isWrong } = step;
  return (
    <button
      type="button"
      class={`step ${isWrong ? 'step-wrong' : ''}`}
      data-step={place}
      tabIndex={place === 0 ? 0 : -1}
      aria-label={stepWords(step, labels)}
    >
      <span class="step-name">{word ?? (number === 1 || number % 10 === 0 ? number : ' ')}</span>
      {[actual, predicted].map((label, row) => (
        <span key={row} class={`step-label ${toneClass(label === undefined ? undefined : tones[label])}`}>
          {word === undefined ? '' : label === undefined ? '–' : labels[label]}
        </span>
      ))}
      <span class="step-mark">{isWrong ? '✗' : ' '}</span>
    </button>
  );
};

const stepWords = ({ number, word, actual, predicted, isWrong }: RibbonStep, labels: readonly string[]): string => {
  const nameOf = (label: number | undefined): string => (label === undefined ? '–' : (labels[label] ?? '–'));
  const what = word === undefined ? t('step {0}', number) : t('step {0}, {1}', number, word);
  return isWrong
    ? t('{0}: {1} in the file, {2} predicted', what, nameOf(actual), nameOf(predicted))
    : `${what}: ${nameOf(predicted)}`;
};
