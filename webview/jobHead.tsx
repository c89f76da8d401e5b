import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { FromJob, JobState } from './protocol.ts';
import { stateLook } from './stateLook.ts';
import { t } from './strings.ts';
import { Button } from './toolkit.tsx';

interface JobHeadProps {
  readonly title: string;
  readonly state: JobState['state'];
  /** What is said of the state where its usual name says too little. */
  readonly words?: string | undefined;
  readonly post: (message: FromJob) => void;
  /** Buttons beside that which shows the log. */
  readonly children: ComponentChildren;
}

/** The top of a page about work on a file: what it is, how it stands, and what can be done. */
export const JobHead = ({ title, state, words, post, children }: JobHeadProps) => {
  const look = stateLook(state);
  return (
    <header class="head">
      <h1>{title}</h1>
      <p class={`state state-${state}`} role="status">
        <Icon name={look.icon} isSpinning={state === 'running'} />
        <span>{words ?? look.label}</span>
      </p>
      <div class="actions">
        {children}
        <Button appearance="icon" label={t('Show log')} onClick={() => post({ type: 'showLog' })}>
          <Icon name="output" />
        </Button>
      </div>
    </header>
  );
};
