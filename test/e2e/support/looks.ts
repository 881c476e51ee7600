import type { FrameLocator } from 'playwright-core';

/**
 * What is wider than the place it has: text that was cut off without an ellipsis, or a pane that scrolls sideways,
 * other than those that are meant to.
 */
export function sticksOut(frame: FrameLocator, scrolling = ''): Promise<string[]> {
  return frame.locator('body').evaluate((body, allowed) => {
    const wide = [...body.querySelectorAll('#app, #app *')].filter((element) => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      const clips = overflowX !== 'visible' && textOverflow !== 'ellipsis' && element.clientWidth > 8;
      const may = element.className === 'sr-only' || (allowed !== '' && element.matches(allowed));
      return !may && clips && element.scrollWidth > element.clientWidth + 1;
    });
    const outside = [...body.querySelectorAll('button, textarea, input, [role=row]')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      const scrolled = allowed !== '' && element.closest(allowed) !== null;
      return !scrolled && width > 0 && (left < -1 || right > window.innerWidth + 1);
    });
    return [...new Set([...wide, ...outside].map((each) => each.outerHTML.slice(0, 200)))];
  }, scrolling);
}

/** The toolbar's controls stand beside each other, not on top of each other. */
export function overlaps(frame: FrameLocator): Promise<string[]> {
  return frame.locator('body').evaluate((body) => {
    const controls = [...body.querySelectorAll('button, vscode-button, textarea, input')].filter(
      (element) => !element.matches('.stage *') && element.checkVisibility(),
    );
    const boxes = controls.map((element) => ({ element, box: element.getBoundingClientRect() }));
    return boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter(
          (b) =>
            !a.element.contains(b.element) &&
            !b.element.contains(a.element) &&
            Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 &&
            Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 1 &&
            a.element.closest('.inspector') === b.element.closest('.inspector'),
        )
        .map((b) =>
          [a, b]
            .map(({ element }) => element.getAttribute('aria-label') ?? element.textContent.trim())
            .join(' and '),
        ),
    );
  });
}

/** Buttons that show nothing but an icon have it in their middle. */
export async function offCentre(frame: FrameLocator): Promise<string[]> {
  const buttons = await frame.locator('vscode-button').evaluateAll((all) =>
    all.map((button) => ({
      name: button.getAttribute('aria-label') ?? '',
      button: button.getBoundingClientRect().toJSON() as DOMRect,
      icon: button.querySelector('.codicon')?.getBoundingClientRect().toJSON() as DOMRect | undefined,
      label: button.querySelector('.button-label')?.getBoundingClientRect().width ?? 0,
    })),
  );
  return buttons
    .filter(({ button, icon, label }) => {
      if (icon === undefined || label > 0) return false;
      const [dx, dy] = [
        icon.left + icon.right - button.left - button.right,
        icon.top + icon.bottom - button.top - button.bottom,
      ];
      return Math.max(Math.abs(dx), Math.abs(dy)) > 2;
    })
    .map(({ name }) => name);
}
