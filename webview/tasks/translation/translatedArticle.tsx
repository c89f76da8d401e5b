import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { AttentionMap } from '../../../engine/protocol.ts';
import { t } from '../../strings.ts';
import { AttentiveText, LookedAt } from './symbolText.tsx';
import type { Attempt, Line } from './translatedLines.ts';

/** Attempts that can be pointed at: older ones are thousands of words after a long training. */
const mostAttentive = 5;

/** A line of the validation split with what it became, and what of its source the network looked at for it. */
export const TranslatedArticle = ({ source, reference, attempts }: Line) => {
  const [looking, setLooking] = useState<{ readonly attempt: Attempt; readonly symbol: number }>();
  const attempt = looking ? attempts.find(({ epoch }) => epoch === looking.attempt.epoch) : undefined;
  const looks = attempt?.attention && looking ? attempt.attention.looks[looking.symbol] : undefined;
  return (
    <article class="translated" aria-label={source}>
      <dl>
        <dt>{t('Source')}</dt>
        <dd>
          {attempt?.attention && looks ? (
            <LookedAt text={source} symbols={attempt.attention.source} looks={looks} />
          ) : (
            source
          )}
        </dd>
        <dt>{t('In the file')}</dt>
        <dd>{reference}</dd>
        {attempts.map((each, place) => {
          const { epoch, text, isRight, attention } = each;
          return (
            <Fragment key={epoch}>
              <dt>{t('epoch {0}', epoch)}</dt>
              <dd class={isRight ? 'right' : ''}>
                {text === '' ? (
                  <span class="muted">{t('nothing')}</span>
                ) : attention && place < mostAttentive ? (
                  <AttentiveText
                    text={text}
                    symbols={attention.target}
                    reasons={attention.looks.map((look) => reasonOf(look, attention))}
                    onLook={(symbol) => setLooking(symbol === undefined ? undefined : { attempt: each, symbol })}
                  />
                ) : (
                  text
                )}
                {isRight && <span class="muted"> {t('as in the file')}</span>}
              </dd>
            </Fragment>
          );
        })}
      </dl>
    </article>
  );
};

/** `dog 82 %, the 11 %`, the largest share first. */
const reasonOf = (looks: AttentionMap['looks'][number], { source }: AttentionMap): string =>
  [...looks]
    .sort(([, a], [, b]) => b - a)
    .map(([place, percent]) => `${nameOf(source[place])} ${percent} %`)
    .join(', ');

const nameOf = (symbol = ''): string => {
  if (symbol === '') return t('(not known)');
  return symbol.trim() === '' ? t('(space)') : symbol.trim();
};
