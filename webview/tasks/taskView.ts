import type { ComponentChildren } from 'preact';
import type { Capability } from '../../engine/protocol.ts';
import type { TabProps } from '../panel/tabProps.ts';

/** A tab that the panel has for some tasks. */
export interface TaskView {
  /** As descriptions of tasks name it. */
  readonly name: string;
  readonly label: () => string;
  /** What a person does here with the model. */
  readonly capability?: Capability;
  readonly Content: (props: TabProps) => ComponentChildren;
}
