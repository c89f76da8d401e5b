import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import '../base.css';
import type { FromForm, ToForm } from '../protocol.ts';
import { connectHost } from '../vscodeApi.ts';
import { Form } from './form.tsx';
import './form.css';
import { FormModel } from './formModel.ts';

/** Kept by VS Code while the sidebar is hidden. */
interface KeptState {
  readonly unfolded: readonly string[];
}

const root = document.createElement('div');
root.className = 'form';
document.body.append(root);

// Nobody but our host can post here.
const host = connectHost<FromForm, KeptState>((message) => model.receive(message as ToForm));
const model = new FormModel(host.post, () => draw());
let unfolded: ReadonlySet<string> = new Set(host.readState()?.unfolded);

const fold = (name: string, isOpen: boolean): void => {
  const next = new Set(unfolded);
  if (isOpen) next.add(name);
  else next.delete(name);
  unfolded = next;
  host.writeState({ unfolded: [...next] });
  draw();
};

const draw = (): void => render(<Form model={model} unfolded={unfolded} onFold={fold} />, root);

draw();
host.post({ type: 'ready' });
