import { basename } from 'node:path';
import * as vscode from 'vscode';
import { exists } from './exists.ts';

/**
 * Whether `uri` is free or the person lets its file be replaced.
 * @param isFromDialog whether it comes from a save dialog, most of which have asked already
 */
export const mayReplace = async (uri: vscode.Uri, isFromDialog: boolean): Promise<boolean> => {
  if ((isFromDialog && dialogsAsk()) || !(await exists(uri))) return true;
  const replace = vscode.l10n.t('Replace');
  const question = vscode.l10n.t('{0} exists already. Replace it?', basename(uri.fsPath));
  const detail = vscode.l10n.t('What is in it now will be lost.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, replace)) === replace;
};

/** The system's own dialog of Linux asks only when it is told to, which VS Code does not in every version. */
const dialogsAsk = (): boolean =>
  process.platform !== 'linux' || vscode.env.uiKind === vscode.UIKind.Web || vscode.env.remoteName !== undefined;
