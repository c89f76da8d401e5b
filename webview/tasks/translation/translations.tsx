import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { TranslatedArticle } from './translatedArticle.tsx';
import { translatedLines } from './translatedLines.ts';

/** Lines of the validation split beside what stands in the file, and what they became, the newest epoch first. */
export const Translations = ({ model }: TabProps) => {
  const lines = translatedLines(model.history.samples);
  if (lines.length === 0) return <p class="muted">{t('The first translations appear after the first epoch.')}</p>;
  const isAttentive = lines.some(({ attempts }) => attempts.some(({ attention }) => attention !== undefined));
  return (
    <>
      <p class="muted">
        {t('Lines of the validation split, the same after every epoch. What stays as it was is not repeated.')}{' '}
        {isAttentive && t('Point at what was put out to see what of the source the network looked at.')}
      </p>
      {lines.map((line) => (
        <TranslatedArticle key={`${line.source}\n${line.reference}`} {...line} />
      ))}
    </>
  );
};
