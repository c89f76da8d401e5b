import type { FromRateSearch, RateSearchState } from '../protocol.ts';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import { formatRate } from './formatRate.ts';
import { circumstanceWords, reasonWords } from './proposalWords.ts';

interface ProposalProps {
  readonly search: RateSearchState;
  readonly post: (message: FromRateSearch) => void;
}

/** The proposed rate, why, and what can be done with it. */
export const Proposal = ({ search, post }: ProposalProps) => {
  const { proposal } = search;
  if (!proposal) return null;
  return (
    <section class="proposal" aria-label={t('Proposed learning rate')}>
      <p class="rate">
        <span class="rate-value">{formatRate(proposal.learningRate)}</span>
        <span class="muted">{t('proposed learning rate')}</span>
      </p>
      <div class="reason">
        <p>{reasonWords(proposal)}</p>
        <p class="muted">{circumstanceWords(search).join(' ')}</p>
        <div class="actions">
          <Button appearance="primary" onClick={() => post({ type: 'trainWithRate' })}>
            {t('Train with this rate')}
          </Button>
          <Button onClick={() => post({ type: 'useRate' })}>{t('Use this rate')}</Button>
        </div>
      </div>
    </section>
  );
};
