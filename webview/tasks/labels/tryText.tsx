import { useEffect } from 'preact/hooks';
import type { TextPrediction } from '../../../engine/protocol.ts';
import { formatCount } from '../../formatNumber.ts';
import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { Button, TextArea } from '../../toolkit.tsx';
import { TaggedWords } from '../labeling/taggedWords.tsx';
import { PredictedNumbers } from './predictedNumbers.tsx';
import { nextQuestion } from './nextQuestion.ts';

/** A text and what the best model makes of it, as one types: its classes, its translations, or the label of every word. */
export const TryText = ({ model, post, updateView }: TabProps) => {
  const { tryIt } = model.view;
  const isDeleted = model.state === 'deleted';
  const epoch = isDeleted ? undefined : (model.history.best?.epoch ?? model.record?.best?.epoch);
  const question = nextQuestion(tryIt, epoch);
  useEffect(() => {
    if (!question) return undefined;
    const { quiet, ...asked } = question;
    const timer = setTimeout(() => {
      const token = crypto.randomUUID();
      updateView({ tryIt: { ...model.view.tryIt, asked: { ...asked, token } } });
      post({ type: 'predictText', token, text: asked.text });
    }, quiet);
    return () => clearTimeout(timer);
  }, [question?.text, question?.epoch, question?.quiet]);

  const { text, answer } = tryIt;
  // What is typed further does not make the bars jump: the last answer stays until the next is there.
  const shown = text.trim() === '' ? undefined : answer;
  return (
    <div class="try-it">
      <TextArea
        label={t('A text for the model')}
        placeholder={t('Type or paste a text')}
        rows={4}
        value={text}
        onInput={(typed) => updateView({ tryIt: { ...model.view.tryIt, text: typed } })}
      />
      {epoch === undefined && <p class="muted">{isDeleted ? t('The run is deleted.') : waitingWords()}</p>}
      {shown?.prediction?.numbers && <PredictedNumbers numbers={shown.prediction.numbers} />}
      {shown?.error !== undefined && (
        <div class="actions">
          <p class="problem" role="alert">
            {shown.error}
          </p>
          <Button onClick={() => updateView({ tryIt: { text } })}>{t('Try again')}</Button>
        </div>
      )}
      {shown?.prediction && (
        <Answer prediction={shown.prediction} isOutdated={question !== undefined} labels={labelsOf(model)} />
      )}
    </div>
  );
};

const labelsOf = ({ plot }: TabProps['model']): readonly string[] | undefined =>
  plot && 'labels' in plot ? plot.labels : undefined;

const waitingWords = (): string => t('There is a model to ask after the first epoch.');

const cutWords = (unit: TextPrediction['unit'], counts: readonly [string, string]): string => {
  switch (unit) {
    case 'words':
      return t('The network reads the first {0} of {1} words; the rest has no say.', ...counts);
    case 'characters':
      return t('The network reads the first {0} of {1} characters; the rest has no say.', ...counts);
    case 'bytePairs':
      return t('The network reads the first {0} of {1} byte pairs; the rest has no say.', ...counts);
  }
};

interface AnswerProps {
  readonly prediction: TextPrediction;
  /** It is of what was typed before. */
  readonly isOutdated: boolean;
  /** All that a word may get, where that is known. */
  readonly labels: readonly string[] | undefined;
}

const Answer = ({ prediction, isOutdated, labels }: AnswerProps) => {
  const { alternatives, steps, unit, length, read, unknown } = prediction;
  const counts = [formatCount(read), formatCount(length)] as const;
  return (
    <div aria-busy={isOutdated}>
      {steps ? <TaggedWords steps={steps} labels={labels} /> : <Chances alternatives={alternatives} />}
      {read < length && <p class="muted">{cutWords(unit, counts)}</p>}
      {unknown.length > 0 && (
        <p class="muted">
          {t('It has not learned:')}{' '}
          {unknown.map((symbol) => (
            <code key={symbol} class="unknown">
              {symbol}
            </code>
          ))}
        </p>
      )}
    </div>
  );
};

const Chances = ({ alternatives }: Pick<TextPrediction, 'alternatives'>) => (
  <ol class="chances" aria-live="polite" aria-label={t('Answers, the likeliest first')}>
    {alternatives.map(({ text, probability }) => (
      <li key={text}>
        <span class="chance-name">{text}</span>
        <span class="chance-bar" aria-hidden="true">
          <span style={{ width: `${100 * probability}%` }} />
        </span>
        <span class="number">{(100 * probability).toFixed(1)} %</span>
      </li>
    ))}
  </ol>
);
