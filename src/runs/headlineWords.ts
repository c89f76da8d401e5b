import * as vscode from 'vscode';
import type { HeadlineWords } from './runText.ts';

/** What `headlineText` says besides names and numbers. */
export const headlineWords = (): HeadlineWords => ({
  naive: vscode.l10n.t('naive'),
  onTest: (shown) => vscode.l10n.t('test {0}', shown),
});
