import type { RunState } from './protocol.ts';
import { t } from './strings.ts';

/** How a run's state is named and drawn, the same in both webviews. */
export const stateLook = (state: RunState): { readonly icon: string; readonly label: string } => {
  switch (state) {
    case 'starting':
      return { icon: 'loading', label: t('starting') };
    case 'running':
      return { icon: 'loading', label: t('training') };
    case 'paused':
      return { icon: 'debug-pause', label: t('paused') };
    case 'finished':
      return { icon: 'check', label: t('finished') };
    case 'stopped':
      return { icon: 'debug-stop', label: t('stopped') };
    case 'failed':
      return { icon: 'error', label: t('failed') };
    case 'interrupted':
      return { icon: 'debug-disconnect', label: t('interrupted') };
    case 'deleted':
      return { icon: 'trash', label: t('deleted') };
    default:
      return state satisfies never;
  }
};
