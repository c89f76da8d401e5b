import * as vscode from 'vscode';
import type { Config } from '../engine/config.ts';
import { CarriedRuns } from './runs/carriedRuns.ts';
import { registerCommands } from './commands.ts';
import { ContextKeys } from './contextKeys.ts';
import { CsvCodeLens } from './predictions/csvCodeLens.ts';
import { CsvInlayHints } from './predictions/csvInlayHints.ts';
import { EditorPredictions } from './predictions/editorPredictions.ts';
import { EngineClient } from './client/engineClient.ts';
import { messageOf } from './client/engineError.ts';
import { Failures } from './failures.ts';
import { BacktestPanel } from './panels/backtestPanel.ts';
import { FilePanels } from './panels/filePanels.ts';
import { LearningRatePanel } from './panels/learningRatePanel.ts';
import { RunMessages } from './runs/runMessages.ts';
import { RunPanels } from './panels/runPanels.ts';
import { RunRecovery } from './runs/runRecovery.ts';
import { RunRegistry } from './runs/runRegistry.ts';
import { RunStatusItem } from './runs/runStatusItem.ts';
import { RunTree } from './runs/runTree.ts';
import { TunePanel } from './panels/tunePanel.ts';
import { TaskCatalogue } from './client/taskCatalogue.ts';
import { TrainForm } from './panels/trainForm.ts';
import { type TrainMore, Training } from './training.ts';
import { TextCompletions } from './predictions/textCompletions.ts';
import { trainOnFile } from './trainOnFile.ts';

let engine: EngineClient | undefined;
let carried: CarriedRuns | undefined;

/** Only wires; VS Code keeps a failed activation to itself, so it is shown here. The measure is for those who time it. */
export const activate = (context: vscode.ExtensionContext): void => {
  const start = performance.now();
  try {
    wire(context);
    performance.measure('rnnStudio/activate', { start });
  } catch (error) {
    const reason = messageOf(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('RNN Studio could not start: {0}', reason));
    throw error;
  }
};

/** VS Code waits for the engine to save its runs. */
export const deactivate = async (): Promise<void> => {
  carried?.dispose();
  await engine?.end();
};

const wire = (context: vscode.ExtensionContext): void => {
  const own = <T extends vscode.Disposable>(resource: T): T => {
    context.subscriptions.push(resource);
    return resource;
  };
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const { version } = context.extension.packageJSON as { readonly version: string };
  const storage = context.globalStorageUri;
  const log = own(vscode.window.createOutputChannel('RNN Studio', { log: true }));
  const failures = own(new Failures(log));
  const codeFolder = vscode.Uri.joinPath(storage, 'code').fsPath;
  const client = own(new EngineClient(vscode.Uri.joinPath(dist, 'engine.mjs').fsPath, log, codeFolder));
  engine = client;
  const tasks = own(new TaskCatalogue(client, context.globalState, version));
  const runs = own(new RunRegistry(client, tasks, storage));
  const training = new Training({ engine: client, runs, failures, storage });
  const panels = own(new RunPanels({ engine: client, failures, dist }, runs));
  const train = (uri: vscode.Uri, config: Config, more?: TrainMore): Promise<void> =>
    trainOnFile(training, panels, uri, config, more);
  const form = own(new TrainForm({ engine: client, runs, failures, dist, memory: context.workspaceState, train }));
  const rates = own(
    new FilePanels((uri) => new LearningRatePanel({ engine: client, failures, dist, form, train }, uri)),
  );
  const backtests = own(new FilePanels((uri) => new BacktestPanel({ engine: client, tasks, failures, dist }, uri)));
  const tuning = { engine: client, tasks, training, storage, failures, dist, form, train };
  const tunings = own(new FilePanels((uri) => new TunePanel(tuning, uri)));
  const predictions = own(new EditorPredictions(client, runs, log));
  own(new RunTree(runs));
  own(new RunStatusItem(runs));
  const recovery = own(new RunRecovery({ engine: client, runs, training, failures, log }));
  carried = own(new CarriedRuns({ runs, recovery, failures, memory: context.workspaceState }));
  own(new RunMessages({ engine: client, runs, panels, failures, log }));
  own(new ContextKeys(runs));
  own(new CsvCodeLens(runs, predictions));
  own(new CsvInlayHints(predictions));
  own(new TextCompletions(client, runs, log));
  const commanded = { runs, training, panels, form, rates, backtests, tunings, predictions, failures, log, context };
  own(registerCommands({ engine: client, ...commanded }));
};
