/** Tells assistive technology what an action did. The same text twice is read twice. */
export class Announcer {
  private readonly region: HTMLElement;
  private odd = false;

  constructor(parent: HTMLElement) {
    this.region = document.createElement('div');
    this.region.className = 'sr-only';
    this.region.setAttribute('aria-live', 'polite');
    parent.append(this.region);
  }

  say(text: string): void {
    this.odd = !this.odd;
    // A no-break space makes a repeated text a change, without which it would not be read again.
    this.region.textContent = this.odd ? text : `${text}\u00a0`;
  }
}
