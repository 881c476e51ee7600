import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export const datasetPage = (webview: vscode.Webview, extensionUri: vscode.Uri): string =>
  page(webview, extensionUri, 'dataset', 'VQA-Verify Dataset');

export const rolloutsPage = (webview: vscode.Webview, extensionUri: vscode.Uri): string =>
  page(webview, extensionUri, 'rollouts', 'VQA-Verify Rollouts');

/**
 * The page of an editor. Its policy forbids everything but our own bundles and images below the
 * webview's resource roots; styles set at run time carry the nonce that the `csp-nonce` meta tag tells.
 */
function page(webview: vscode.Webview, extensionUri: vscode.Uri, name: string, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (file: string): string =>
    attribute(webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', file)).toString());
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
    <title>${title}</title>
    <link rel="stylesheet" href="${asset('codicon.css')}">
    <link rel="stylesheet" href="${asset(`${name}.css`)}">
  </head>
  <body>
    <div id="app"></div>
    <script nonce="${nonce}" src="${asset(`${name}.js`)}"></script>
  </body>
</html>`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
