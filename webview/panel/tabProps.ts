import type { FromPanel } from '../protocol.ts';
import type { PanelModel } from './panelModel.ts';
import type { ViewState } from './viewState.ts';

/** What every part of the panel gets. */
export interface TabProps {
  readonly model: PanelModel;
  readonly post: (message: FromPanel) => void;
  readonly updateView: (patch: Partial<ViewState>) => void;
}
