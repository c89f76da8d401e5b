import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Of an empty style element, which the toolkit adds and then fills rule by rule; no other inline style is allowed. */
const emptyStyle = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/** What has a script and a style of its own. */
export type PageName = 'panel' | 'form' | 'learningRate' | 'backtest' | 'tune';

/** The page of a webview whose script and style are `dist/<name>.js` and `dist/<name>.css`. */
export const webviewHtml = (webview: vscode.Webview, dist: vscode.Uri, name: PageName): string => {
  const nonce = randomBytes(16).toString('base64');
  const asset = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} '${emptyStyle}'`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>RNN Studio</title>
<link rel="stylesheet" href="${asset(`${name}.css`)}">
</head>
<body>
<script nonce="${nonce}" src="${asset(`${name}.js`)}"></script>
</body>
</html>`;
};

export const webviewOptions = (dist: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  localResourceRoots: [dist],
});

/** Translations for the webview's script, which cannot ask VS Code itself. */
export const webviewStrings = (): Readonly<Record<string, string>> => vscode.l10n.bundle ?? {};
