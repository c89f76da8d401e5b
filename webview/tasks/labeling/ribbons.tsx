import { useMemo, useState } from 'preact/hooks';
import type { SampleEvent } from '../../../engine/protocol.ts';
import { formatCount } from '../../formatNumber.ts';
import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { Button } from '../../toolkit.tsx';
import { Ribbon } from './ribbon.tsx';
import type { RibbonStep } from './ribbonSteps.ts';
import { toneClass, tonesOf } from './tones.ts';

/** Sequences of the validation split with the label of every step, in the file and as an epoch's weights say it. */
export const Ribbons = ({ model, post, updateView }: TabProps) => {
  const [step, setStep] = useState<RibbonStep>();
  const samples = model.history.samples.filter(({ labelled }) => labelled !== undefined);
  const { ribbonEpoch } = model.view;
  const chosen = samples.findIndex(({ epoch }) => epoch === ribbonEpoch);
  const at = chosen < 0 ? samples.length - 1 : chosen;
  const sample = samples[at];
  const labelled = sample?.labelled;
  const labels = labelled?.labels.join('\0');
  const tones = useMemo(() => tonesOf(labelled?.labels ?? []), [labels]);
  if (!sample || !labelled) return <p class="muted">{t('The first labels appear after the first epoch.')}</p>;
  // The newest one is followed.
  const show = (place: number): void =>
    updateView({ ribbonEpoch: place >= samples.length - 1 ? undefined : samples[place]?.epoch });
  return (
    <div class="ribbons">
      <p class="muted">
        {t(
          'Of every step the upper label stands in the file, the lower one is predicted; ✗ is where they differ. Sequences of the validation split, the same after every epoch.',
        )}
      </p>
      <div class="toolbar">
        <EpochChoice samples={samples} at={at} onShow={show} />
        {labelled.sequences.some(({ words }) => words === undefined) && (
          <ul class="legend" aria-label={t('Labels')}>
            {labelled.labels.map((label, place) => (
              <li key={label}>
                <span class={`tone-sample ${toneClass(tones[place])}`} aria-hidden="true" /> {label}
              </li>
            ))}
          </ul>
        )}
      </div>
      <ul class="legend ribbon-reading" aria-live="polite">
        {step ? (
          <Reading step={step} labels={labelled.labels} />
        ) : (
          <li class="muted">{t('Point at a step to read it; a click opens its line.')}</li>
        )}
      </ul>
      {labelled.sequences.map((sequence, place) => (
        <Ribbon
          key={sequence.lines[0] ?? place}
          sequence={sequence}
          labels={labelled.labels}
          tones={tones}
          onRead={setStep}
          onOpen={(line) => post({ type: 'openLine', line, split: 'valid' })}
        />
      ))}
    </div>
  );
};

interface EpochChoiceProps {
  readonly samples: readonly SampleEvent[];
  readonly at: number;
  readonly onShow: (place: number) => void;
}

const EpochChoice = ({ samples, at, onShow }: EpochChoiceProps) => {
  const last = samples.length - 1;
  return (
    <div class="epoch-choice" role="group" aria-label={t('Epoch')}>
      <Button appearance="icon" label={t('Epoch before')} isDisabled={at === 0} onClick={() => onShow(at - 1)}>
        <span class="codicon codicon-chevron-left" aria-hidden="true" />
      </Button>
      <span aria-live="polite">{t('after epoch {0}', formatCount(samples[at]?.epoch ?? 0))}</span>
      <Button appearance="icon" label={t('Epoch after')} isDisabled={at === last} onClick={() => onShow(at + 1)}>
        <span class="codicon codicon-chevron-right" aria-hidden="true" />
      </Button>
      {at < last && <Button onClick={() => onShow(last)}>{t('Newest')}</Button>}
    </div>
  );
};

interface ReadingProps {
  readonly step: RibbonStep;
  readonly labels: readonly string[];
}

const Reading = ({ step: { number, line, word, actual, predicted, probability, isWrong }, labels }: ReadingProps) => (
  <>
    <li>{t('step {0}', number)}</li>
    {word !== undefined && (
      <li>
        <b>{word}</b>
      </li>
    )}
    <li>
      {t('in the file')} <b>{nameOf(labels, actual)}</b>
    </li>
    <li>
      {t('predicted')} <b>{nameOf(labels, predicted)}</b> {isWrong ? '✗' : ''}
    </li>
    <li>{probability === null ? '–' : `${(100 * probability).toFixed(1)} %`}</li>
    <li class="muted">{t('line {0}', line)}</li>
  </>
);

const nameOf = (labels: readonly string[], label: number | undefined): string =>
  label === undefined ? '–' : (labels[label] ?? '–');
