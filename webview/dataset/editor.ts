import { Announcer } from '../ui/announcer.ts';
import { EditQueue } from './editing.ts';
import type { Host, WebviewApi } from './host.ts';
import { remember } from './memory.ts';
import type { State } from './state.ts';

/** Parts of the page that are drawn on their own, so that a drag redraws only what it changes. */
export const REGIONS = ['frame', 'list', 'toolbar', 'canvas', 'readouts', 'inspector', 'rewards'] as const;
export type Region = (typeof REGIONS)[number];

/** What every action works with: the state, the host, and the means to show what came of it. */
export class Editor {
  private readonly drawers = new Map<Region, () => void>();
  private readonly stale = new Set<Region>();
  private frame = 0;
  private readonly announcer: Announcer;
  readonly queue = new EditQueue(this);

  constructor(
    readonly state: State,
    readonly host: Host,
    readonly api: WebviewApi,
    readonly root: HTMLElement,
  ) {
    this.announcer = new Announcer(document.body);
  }

  drawsWith(region: Region, draw: () => void): void {
    this.drawers.set(region, draw);
  }

  /** Redraws these parts (all, where none is named) before the next frame. */
  changed(...regions: Region[]): void {
    for (const region of regions.length === 0 ? REGIONS : regions) this.stale.add(region);
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.redraw();
      });
    }
  }

  /** Redraws at once: for pointer moves, whose events already come one a frame. */
  redraw(...regions: Region[]): void {
    for (const region of regions) this.stale.add(region);
    // The strip below the image speaks of what is drawn on it.
    if (this.stale.has('canvas')) this.stale.add('readouts');
    if (this.frame !== 0) cancelAnimationFrame(this.frame);
    this.frame = 0;
    const focused = document.activeElement !== document.body;
    for (const region of REGIONS) {
      if (this.stale.delete(region)) this.drawers.get(region)?.();
    }
    // What had focus is gone, a pressed button for instance: keys must go on meaning something.
    if (focused && document.activeElement === document.body) this.focusImage();
    remember(this);
  }

  /** Only while the person is in this page: a page that still opens must not take the keys of another. */
  focusImage(): void {
    if (!document.hasFocus()) return;
    this.root.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
  }

  announce(text: string): void {
    this.announcer.say(text);
  }

  /** Shows a message above the canvas until it is dismissed or another takes its place. */
  notify(kind: 'error' | 'warning' | 'info', text: string): void {
    this.state.notice = { kind, text };
    this.announce(text);
    this.changed('frame');
  }
}
