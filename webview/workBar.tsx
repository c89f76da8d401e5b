import type { Stage } from '../engine/protocol.ts';
import { t } from './strings.ts';

interface WorkBarProps {
  /** What the work is called. */
  readonly name: string;
  /** Undefined before the first is told. */
  readonly stage: Stage | undefined;
}

/** How far work of the engine is, and what it is doing. */
export const WorkBar = ({ name, stage }: WorkBarProps) => {
  const percent = Math.round(100 * (stage?.share ?? 0));
  return (
    <>
      <p class="muted">{stage?.doing ?? t('The engine reads the data.')}</p>
      <div
        class="bar"
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div style={{ width: `${percent}%` }} />
      </div>
    </>
  );
};
