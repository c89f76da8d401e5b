import * as vscode from 'vscode';
import type { Prediction, RunRecord } from '../../engine/protocol.ts';

/** What predicted numbers are made of, and how well their bounds held where it was measured; '' where nothing is known of it. */
export const trustText = ({ madeOf }: Prediction, record: RunRecord | undefined): string => {
  const { coverage = null } = record?.test?.metrics ?? {};
  const held =
    coverage !== null &&
    vscode.l10n.t(
      'The bounds are made to hold 80 % of all cases; of the test split they held {0} %.',
      Math.round(100 * coverage),
    );
  return [madeOf, held].filter(Boolean).join('\n');
};
