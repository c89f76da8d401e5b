import { Fragment } from 'preact';
import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { translatedLines } from './translatedLines.ts';

/** Lines of the validation split beside what stands in the file, and what they became, the newest epoch first. */
export const Translations = ({ model }: TabProps) => {
  const lines = translatedLines(model.history.samples);
  if (lines.length === 0) return <p class="muted">{t('The first translations appear after the first epoch.')}</p>;
  return (
    <>
      <p class="muted">
        {t('Lines of the validation split, the same after every epoch. What stays as it was is not repeated.')}
      </p>
      {lines.map(({ source, reference, attempts }) => (
        <article key={`${source}\n${reference}`} class="translated" aria-label={source}>
          <dl>
            <dt>{t('Source')}</dt>
            <dd>{source}</dd>
            <dt>{t('In the file')}</dt>
            <dd>{reference}</dd>
            {attempts.map(({ epoch, text, isRight }) => (
              <Fragment key={epoch}>
                <dt>{t('epoch {0}', epoch)}</dt>
                <dd class={isRight ? 'right' : ''}>
                  {text === '' ? <span class="muted">{t('nothing')}</span> : text}
                  {isRight && <span class="muted"> {t('as in the file')}</span>}
                </dd>
              </Fragment>
            ))}
          </dl>
        </article>
      ))}
    </>
  );
};
