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

/** The field to bring into view when it is there: a file that has just been chosen has none yet. */
let toReveal: string | undefined;

const host = connectHost<FromForm, KeptState>((posted) => {
  const message = posted as ToForm; // Nobody but our host can post here.
  if (message.type === 'reveal') toReveal = message.path;
  model.receive(message);
});
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

const draw = (): void => {
  render(<Form model={model} unfolded={unfolded} onFold={fold} />, root);
  const row = toReveal === undefined ? null : root.querySelector(`[data-path="${toReveal}"]`);
  if (!row) return;
  toReveal = undefined;
  const section = row.closest('details');
  if (section?.dataset['name'] !== undefined && !section.open) fold(section.dataset['name'], true);
  row.querySelector<HTMLElement>('vscode-text-field')?.focus();
};

draw();
host.post({ type: 'ready' });
