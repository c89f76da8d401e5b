import * as vscode from 'vscode';
import { writeData } from './workspace.ts';

/** A run on a wave that is over in a few seconds. */
export const quick = {
  task: 'forecast',
  data: { targets: ['level'], window: 12, horizon: 3 },
  training: { epochs: 3 },
};
/** A run that goes on until it is stopped. */
export const endless = { ...quick, training: { epochs: 100_000, patience: 0 } };

/** Trains with the run config `name`, which it writes. */
export const trainWith = async (name: string, file: string, config: object): Promise<void> => {
  const text = JSON.stringify({ ...config, data: { ...quick.data, file } });
  await vscode.commands.executeCommand('rnnStudio.trainWithConfig', await writeData(name, text));
};
