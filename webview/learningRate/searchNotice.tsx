import { FailureNotice } from '../failureNotice.tsx';
import { NoticeLine } from '../noticeLine.tsx';
import type { FromRateSearch, RateSearchState } from '../protocol.ts';
import { t } from '../strings.ts';

interface SearchNoticeProps {
  readonly search: RateSearchState;
  readonly post: (message: FromRateSearch) => void;
}

/** What a search without a proposal has to say. */
export const SearchNotice = ({ search: { state, points, error }, post }: SearchNoticeProps) => {
  switch (state) {
    case 'running':
      return points.length === 0 ? (
        <NoticeLine icon="info">{t('The engine reads the data and looks at the untrained network.')}</NoticeLine>
      ) : null;
    case 'stopped':
      return (
        <NoticeLine icon="info">
          {points.length === 0
            ? t('Stopped before the first rate was tried.')
            : t('Stopped. A rate is proposed when the loss has been seen at all rates.')}
        </NoticeLine>
      );
    case 'failed':
      return (
        <FailureNotice
          message={error?.message ?? t('The search failed; the log says more.')}
          place={error?.place}
          onOpen={() => post({ type: 'openFile' })}
        />
      );
    case 'finished':
      return null;
    default:
      return state satisfies never;
  }
};
