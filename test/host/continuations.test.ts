import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, runsOf, writeData } from './workspace.ts';

const line = 'the ships of the fleet sail at dawn';

/** Trains a model of a text of one line, over and over, and gives the name of its run. */
const trainModel = async (): Promise<string> => {
  const uri = await writeData('sea.txt', `${line}\n`.repeat(200));
  const config = {
    task: 'languageModel',
    data: { file: 'sea.txt', unit: 'characters', seqLength: 40 },
    model: { hiddenSize: 48, numLayers: 1 },
    training: { epochs: 25, learningRate: 0.01, batchSize: 4 },
  };
  await vscode.commands.executeCommand(
    'rnnStudio.trainWithConfig',
    await writeData('sea.rnn.json', JSON.stringify(config)),
  );
  const isOver = async () => (await runsOf(uri)).find(({ status }) => status === 'finished');
  return (await eventually('a finished run', isOver)).id;
};

suite('a model of texts goes on', () => {
  const setting = vscode.workspace.getConfiguration('rnnStudio');
  let run = '';
  suiteSetup(async () => {
    run = await trainModel();
  });
  teardown(() => setting.update('inlineCompletions.run', undefined, vscode.ConfigurationTarget.Workspace));

  /** A document that ends with `text`, with the cursor there. */
  const typed = async (text: string): Promise<vscode.TextEditor> => {
    const document = await vscode.workspace.openTextDocument({ content: text });
    const editor = await vscode.window.showTextDocument(document);
    const end = document.positionAt(text.length);
    editor.selection = new vscode.Selection(end, end);
    return editor;
  };

  test('behind the cursor as one types, where the settings name its run, to the end of the line', async () => {
    const { document } = await typed(`${line}\nthe ships of`);
    await setting.update('inlineCompletions.run', run, vscode.ConfigurationTarget.Workspace);
    await eventually('a completion', async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      return document.getText() !== `${line}\nthe ships of`;
    });
    assert.equal(document.getText(), `${line}\n${line}`);
  });

  test('nowhere by itself where the settings name no run, or one that is not there', async () => {
    for (const name of ['', 'none-2020']) {
      await setting.update('inlineCompletions.run', name, vscode.ConfigurationTarget.Workspace);
      const { document } = await typed('the ships of');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      // Whoever asks the same engine afterwards has its answer later than the completion would have been there.
      await vscode.commands.executeCommand('rnnStudio.continueText', run);
      assert.equal(document.lineAt(0).text.startsWith('the ships of the fleet'), true, document.getText());
      await vscode.commands.executeCommand('undo');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      assert.equal(document.getText(), 'the ships of');
    }
  });

  test('at the cursor when asked to, as one undo step', async () => {
    const { document } = await typed('the ships of');
    await vscode.commands.executeCommand('rnnStudio.continueText', run);
    const text = document.getText();
    assert.ok(text.length > 400, text);
    assert.ok(text.includes(`\n${line}\n`), text);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'the ships of');
  });
});
