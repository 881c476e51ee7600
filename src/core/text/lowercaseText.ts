import { NumberList } from './numberList.ts';
import { grown } from './units.ts';

const FIRST_UPPER = 0x41;
const LAST_UPPER = 0x5a;
const TO_LOWER = 0x20;
const FIRST_NOT_ASCII = 0x80;

/** What each ASCII unit becomes in lower case. */
const LOWER = Uint8Array.from({ length: FIRST_NOT_ASCII }, (_, unit) =>
  unit >= FIRST_UPPER && unit <= LAST_UPPER ? unit + TO_LOWER : unit,
);

/** A text in lower case, in a buffer that the next text fills again. */
export class LowercaseText {
  units = new Uint16Array(1024);
  length = 0;
  /** Where `.`, `?` and `!` stand. */
  readonly enders = new NumberList();

  /** Reads [start, end) of `text`, which is a text of its own: a final sigma is one at its end. */
  load(text: string, start = 0, end = text.length): this {
    if (!this.loadAscii(text, start, end)) {
      const lowercased = text.slice(start, end).toLowerCase();
      this.reserve(lowercased.length);
      const { units } = this;
      for (let at = 0; at < lowercased.length; at++) units[at] = lowercased.charCodeAt(at);
      this.length = lowercased.length;
    }
    this.findEnders();
    return this;
  }

  /** False for any other text, of which only a part is then read. */
  private loadAscii(text: string, start: number, end: number): boolean {
    const length = end - start;
    this.reserve(length);
    const { units } = this;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(start + at);
      if (unit >= FIRST_NOT_ASCII) return false;
      units[at] = LOWER[unit] ?? 0;
    }
    this.length = length;
    return true;
  }

  private findEnders(): void {
    const { units, length, enders } = this;
    enders.clear();
    for (let at = 0; at < length; at++) {
      const unit = units[at] ?? 0;
      if (unit === 0x2e || unit === 0x3f || unit === 0x21) enders.push(at);
    }
  }

  private reserve(length: number): void {
    if (this.units.length < length) this.units = grown(this.units, length);
  }
}
