import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import '../base.css';
import '../chart/chart.css';
import '../forecasts/forecasts.css';
import '../job.css';
import '../page.css';
import type { FromBacktest, ToBacktest } from '../protocol.ts';
import { setStrings } from '../strings.ts';
import { connectHost } from '../vscodeApi.ts';
import './backtest.css';
import { BacktestModel, type KeptView } from './backtestModel.ts';
import { BacktestView } from './backtestView.tsx';

const root = document.createElement('main');
root.className = 'page';
document.body.append(root);

const host = connectHost<FromBacktest, KeptView>((message) => {
  const known = message as ToBacktest; // Nobody but our host can post here.
  if (known.type === 'state') setStrings(known.strings);
  model.receive(known);
});

const draw = (): void => render(<BacktestView model={model} />, root);

const model = new BacktestModel({ ...host, onDidChange: draw });
draw();
host.post({ type: 'ready' });
