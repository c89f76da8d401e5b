import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import '../base.css';
import '../chart/chart.css';
import type { Range } from '../chart/zoomRange.ts';
import '../page.css';
import type { FromRateSearch, RateSearchState, ToRateSearch } from '../protocol.ts';
import { setStrings } from '../strings.ts';
import { connectHost } from '../vscodeApi.ts';
import './learningRate.css';
import { SearchView } from './searchView.tsx';

/** Kept by VS Code while the panel is hidden. */
interface KeptState {
  readonly zoom?: Range | undefined;
}

const root = document.createElement('main');
root.className = 'page';
document.body.append(root);

let search: RateSearchState | undefined;

const host = connectHost<FromRateSearch, KeptState>((message) => {
  const { strings, state } = message as ToRateSearch; // Nobody but our host can post here.
  setStrings(strings);
  // What was looked at closely in one search says nothing in the next.
  if (state.state === 'running' && search?.state !== 'running') zoom = undefined;
  search = state;
  draw();
});
let zoom = host.readState()?.zoom;

const draw = (): void =>
  render(
    <SearchView
      search={search}
      zoom={zoom}
      post={host.post}
      onZoom={(next) => {
        zoom = next;
        host.writeState({ zoom });
        draw();
      }}
    />,
    root,
  );

draw();
host.post({ type: 'ready' });
