import type { Place } from '../engine/errors.ts';
import { formatPlace } from './formatPlace.ts';
import { NoticeLine } from './noticeLine.tsx';
import { t } from './strings.ts';
import { Button } from './toolkit.tsx';

interface FailureNoticeProps {
  readonly message: string;
  readonly place: Place | undefined;
  readonly onOpen: () => void;
}

/** What went wrong with a file, and where it has a place in it, a button that opens that. */
export const FailureNotice = ({ message, place, onOpen }: FailureNoticeProps) => {
  const open = place && (
    <Button appearance="primary" onClick={onOpen}>
      {t('Open at {0}', formatPlace(place))}
    </Button>
  );
  return (
    <NoticeLine icon="error" isError actions={open ? [open] : []}>
      {message}
    </NoticeLine>
  );
};
