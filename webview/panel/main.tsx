import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import '../base.css';
import '../chart/chart.css';
import '../forecasts/forecasts.css';
import '../job.css';
import '../page.css';
import '../tasks/explain/explain.css';
import '../tasks/labeling/ribbons.css';
import '../tasks/labels/labels.css';
import '../tasks/translation/translation.css';
import type { FromPanel, ToPanel } from '../protocol.ts';
import { connectHost } from '../vscodeApi.ts';
import './gradients/gradients.css';
import { Panel } from './panel.tsx';
import './panel.css';
import { PanelModel } from './panelModel.ts';
import type { ViewState } from './viewState.ts';

const root = document.createElement('div');
root.className = 'page';
document.body.append(root);

const host = connectHost<FromPanel, ViewState>((message) => {
  model.receive(message as ToPanel); // Nobody but our host can post here.
  schedule();
});
const model = new PanelModel(host.readState, host.writeState);

let isScheduled = false;
/** Draws once a frame however many messages came. */
const schedule = (): void => {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    draw();
  });
};

const draw = (): void =>
  render(
    <Panel
      model={model}
      post={host.post}
      updateView={(patch) => {
        model.updateView(patch);
        schedule();
      }}
    />,
    root,
  );

draw();
host.post({ type: 'ready' });
