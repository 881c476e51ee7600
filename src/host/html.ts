import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * The page of the dataset editor. Its policy forbids everything but our own bundles and images below the
 * webview's resource roots; styles set at run time carry the nonce that the `csp-nonce` meta tag tells.
 */
export function datasetPage(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string): string =>
    attribute(webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString());
  const policy = [
    `default-src 'none'`,
    `img-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(vscode.env.language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta property="csp-nonce" content="${nonce}">
    <title>VQA-Verify Dataset</title>
    <link rel="stylesheet" href="${asset('codicon.css')}">
    <link rel="stylesheet" href="${asset('dataset.css')}">
  </head>
  <body>
    <div id="app"></div>
    <script nonce="${nonce}" src="${asset('dataset.js')}"></script>
  </body>
</html>`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
