import { basename } from 'node:path';
import * as vscode from 'vscode';

export interface SaveWords {
  readonly detail: string;
  readonly save: string;
  readonly asSaved: string;
}

/** The engine reads the disk: for an editor with changes the person decides. */
export const isSavedEnough = async (uri: vscode.Uri, { detail, save, asSaved }: SaveWords): Promise<boolean> => {
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
