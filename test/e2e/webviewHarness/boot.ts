/** Runs in the page, before the webview's script: stands for VS Code around it. */
import type { Packet } from '../../../src/protocol/rpc.ts';
import type { WebviewApi } from '../../../webview/dataset/host.ts';
import { FakeHost, type Fixture } from './fakeHost.ts';

export interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly when: string;
}

export interface HarnessWindow extends Window {
  fixture: Fixture;
  keybindings: readonly Keybinding[];
  host: FakeHost;
  acquireVsCodeApi: () => WebviewApi;
}

const page = window as unknown as HarnessWindow;
const KEPT = 'webview-state';

page.acquireVsCodeApi = () => {
  // Both ways keep the order of packets, as VS Code does; timers would not.
  const { port1: toHost, port2: atHost } = new MessageChannel();
  page.host = new FakeHost(page.fixture, (packet) => {
    window.postMessage(packet, '*');
  });
  atHost.onmessage = ({ data }: MessageEvent<Packet>) => {
    page.host.connection.receive(data);
  };
  return {
    postMessage: (packet) => {
      toHost.postMessage(packet);
    },
    getState: () => JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as unknown,
    setState: (state) => {
      sessionStorage.setItem(KEPT, JSON.stringify(state));
    },
  };
};

/** VS Code hears of what bubbles to the window, and turns it into commands where the focus allows. */
window.addEventListener('keydown', (event) => {
  const pressed = chord(event);
  if (pressed === 'ctrl+z') {
    // As VS Code does; a browser would undo in whatever text field was typed in last.
    event.preventDefault();
    void page.host.undo();
    return;
  }
  const { canvasFocus = false, imageFocus = false } = page.host.states.at(-1) ?? {};
  const holds = (when: string): boolean =>
    when.split(' && ').every((term) => {
      if (term.includes('config.')) return !term.includes("== 'cvat'");
      const value = term.endsWith('imageFocus') ? imageFocus : canvasFocus;
      return term.startsWith('!') ? !value : value;
    });
  const bound = page.keybindings.find(({ key, when }) => key === pressed && holds(when));
  if (bound !== undefined) {
    page.host.connection.send('command', { name: bound.command.replace('vqaVerify.', '') });
  }
});

function chord({ key, ctrlKey, shiftKey, altKey }: KeyboardEvent): string {
  const modifiers = [ctrlKey ? 'ctrl+' : '', shiftKey ? 'shift+' : '', altKey ? 'alt+' : ''];
  return modifiers.join('') + key.toLowerCase().replace('arrow', '');
}
