import { html, nothing, render } from 'lit';
import { icon } from './icon.ts';

export interface MenuItem {
  readonly label: string;
  readonly hint?: string;
  /** Set for items of which one or several are ticked. */
  readonly checked?: boolean;
  readonly run: () => void;
}

/**
 * Opens a menu below `owner`, as VS Code's own: arrows and first letters move, Enter and Space run, Escape
 * and a click elsewhere close it and give the focus back.
 */
export function openMenu(owner: HTMLElement, name: string, items: readonly (MenuItem | 'separator')[]): void {
  const menu = document.createElement('div');
  menu.className = 'menu';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', name);
  const before = document.activeElement;
  let open = true;
  const close = (restore: boolean): void => {
    if (!open) return;
    open = false;
    menu.remove();
    window.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('blur', lost);
    if (restore && before instanceof HTMLElement) before.focus();
  };
  const outside = (event: Event): void => {
    if (!menu.contains(event.target as Node)) close(false);
  };
  const lost = (): void => {
    close(false);
  };
  const run = (item: MenuItem): void => {
    close(true);
    item.run();
  };
  menu.addEventListener('keydown', (event) => {
    event.stopPropagation();
    const buttons = [...menu.querySelectorAll<HTMLElement>('.menu-item')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const to = moves[event.key] ?? letter(buttons, at, event.key);
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close(true);
    } else if (to !== undefined) {
      event.preventDefault();
      buttons.at(to % buttons.length)?.focus();
    }
  });
  render(
    html`${items.map((item) =>
      item === 'separator'
        ? html`<div class="menu-separator" role="separator"></div>`
        : html`<button
            class="menu-item"
            role=${item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
            aria-checked=${item.checked === undefined ? nothing : item.checked ? 'true' : 'false'}
            tabindex="-1"
            @click=${() => {
              run(item);
            }}
          >
            <span class="menu-check">${item.checked === true ? icon('check') : nothing}</span
            ><span class="menu-label">${item.label}</span
            >${item.hint === undefined ? nothing : html`<span class="menu-hint">${item.hint}</span>`}
          </button>`,
    )}`,
    menu,
  );
  document.body.append(menu);
  place(menu, owner.getBoundingClientRect());
  window.addEventListener('pointerdown', outside, true);
  window.addEventListener('blur', lost);
  menu.querySelector<HTMLElement>('.menu-item')?.focus();
}

/** Below its owner where there is room, above it otherwise, and never outside the window. */
function place(menu: HTMLElement, owner: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = owner.bottom + 2 + height <= window.innerHeight;
  menu.style.left = `${Math.max(4, Math.min(owner.left, window.innerWidth - width - 4))}px`;
  menu.style.top = `${below ? owner.bottom + 2 : Math.max(4, owner.top - height - 2)}px`;
}

function letter(buttons: readonly HTMLElement[], at: number, key: string): number | undefined {
  if (key.length !== 1) return undefined;
  const matches = (button: HTMLElement): boolean =>
    button.innerText.trim().toLowerCase().startsWith(key.toLowerCase());
  const next = buttons.findIndex((button, index) => index > at && matches(button));
  const found = next >= 0 ? next : buttons.findIndex(matches);
  return found < 0 ? undefined : found;
}
