import type { Stage } from '../engine/protocol.ts';
import { FailureNotice } from './failureNotice.tsx';
import { NoticeLine } from './noticeLine.tsx';
import type { FromJob, JobState } from './protocol.ts';
import { WorkBar } from './workBar.tsx';

interface JobNoticeProps {
  readonly job: JobState & { readonly stage?: Stage };
  /** What the work is called, for its bar. */
  readonly name: string;
  /** What it means that it was stopped; nothing is said where that shows. */
  readonly stopped: string | undefined;
  /** Where nothing else is known of a failure. */
  readonly failed: string;
  readonly post: (message: FromJob) => void;
}

/** How far work on a file is, or why nothing more came of it. */
export const JobNotice = ({ job: { state, stage, error }, name, stopped, failed, post }: JobNoticeProps) => {
  switch (state) {
    case 'running':
      return (
        <div class="under-way" role="status">
          <WorkBar name={name} stage={stage} />
        </div>
      );
    case 'stopped':
      return stopped === undefined ? null : <NoticeLine icon="info">{stopped}</NoticeLine>;
    case 'failed':
      return (
        <FailureNotice
          message={error?.message ?? failed}
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
