import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import '../base.css';
import '../job.css';
import '../page.css';
import type { FromTune, ToTune } from '../protocol.ts';
import { setStrings } from '../strings.ts';
import { connectHost } from '../vscodeApi.ts';
import './tune.css';
import { TuneView } from './tuneView.tsx';

const root = document.createElement('main');
root.className = 'page';
document.body.append(root);

const host = connectHost<FromTune, undefined>((message) => {
  const { strings, state } = message as ToTune; // Nobody but our host can post here.
  setStrings(strings);
  render(<TuneView tuning={state} post={host.post} />, root);
});

render(<TuneView tuning={undefined} post={host.post} />, root);
host.post({ type: 'ready' });
