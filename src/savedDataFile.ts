import { basename } from 'node:path';
import * as vscode from 'vscode';
import { pickDataFile, requireOnDisk } from './dataFiles.ts';

export interface SaveWords {
  readonly detail: string;
  readonly save: string;
  readonly asSaved: string;
}

/**
 * A data file for the engine to read, asked for when none is given; undefined where the person has gone back.
 * @throws when the file is not on this machine's disk
 */
export const savedDataFile = async (
  target: vscode.Uri | undefined,
  title: string,
  words: SaveWords,
): Promise<vscode.Uri | undefined> => {
  const uri = target ?? (await pickDataFile(title));
  return uri && (await isSavedEnough(uri, words)) ? uri : undefined;
};

/**
 * The engine reads the disk: for an editor with changes the person decides.
 * @throws when the file is not on this machine's disk
 */
export const isSavedEnough = async (uri: vscode.Uri, { detail, save, asSaved }: SaveWords): Promise<boolean> => {
  requireOnDisk(uri);
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (!document?.isDirty) return true;
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} has changes that are not saved.', basename(uri.fsPath)),
    { modal: true, detail },
    save,
    asSaved,
  );
  if (choice === save) return document.save();
  return choice === asSaved;
};
