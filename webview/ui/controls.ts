/**
 * The one place that knows VS Code's control toolkit, which is archived upstream: everything else writes
 * `<vscode-button>` and its siblings, so that another implementation of these elements can be put here.
 * `badge` and `tag` stay unregistered because they set style attributes, which the page's policy blocks.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeTextField());
}
