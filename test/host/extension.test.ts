import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, writeData } from './workspace.ts';

const id = 'rnn-studio.rnn-studio';

suite('extension', () => {
  test('activates', async function () {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not installed`);
    const wasActive = extension.isActive;
    const start = performance.now();
    await extension.activate();
    const milliseconds = performance.now() - start;
    assert.ok(extension.isActive);
    // A figure for the reader; other work on the machine makes it no limit.
    const [wiring] = performance.getEntriesByName('rnnStudio/activate');
    assert.ok(wiring, 'activate() takes no measure of itself');
    const whole = wasActive ? 'was active already' : `${milliseconds.toFixed(1)} ms with loading the code`;
    this.test!.title += ` (activate() took ${wiring.duration.toFixed(1)} ms; ${whole})`;
  });

  test('every contributed command is registered', async () => {
    const extension = vscode.extensions.getExtension(id);
    const manifest = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  test('a run config is checked and completed by its schema', async () => {
    const uri = await writeData('checked.rnn.json', '{ "model": { "cell": "lst" } }');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const [diagnostic] = await eventually('a warning', () => {
      const found = vscode.languages.getDiagnostics(uri);
      return found.length > 0 && found;
    });
    assert.match(diagnostic?.message ?? '', /"lstm"/);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      document.positionAt(document.getText().indexOf('"lst"') + 1),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('"gru"'), labels.join(', '));
  });
});
