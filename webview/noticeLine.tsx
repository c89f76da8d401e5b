import type { VNode } from 'preact';
import { Icon } from './icon.tsx';

interface NoticeLineProps {
  readonly icon: string;
  readonly isError?: boolean;
  readonly actions?: readonly VNode[];
  readonly children: string;
}

/** A sentence that stands out at the top of a page, and what can be done about it. */
export const NoticeLine = ({ icon, isError = false, actions = [], children }: NoticeLineProps) => (
  <div class={`notice ${isError ? 'notice-error' : ''}`} role={isError ? 'alert' : undefined}>
    <Icon name={icon} />
    <p>{children}</p>
    {actions.length > 0 && <div class="actions">{...actions}</div>}
  </div>
);
