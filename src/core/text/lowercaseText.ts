import { NumberList } from './numberList.ts';
import { grown } from './units.ts';

const FIRST_UPPER = 0x41;
const LAST_UPPER = 0x5a;
const TO_LOWER = 0x20;
const FIRST_NOT_ASCII = 0x80;
const SPACE = 0x20;
const EXCLAMATION = 0x21;
const PERIOD = 0x2e;
const QUESTION = 0x3f;

const encoder = new TextEncoder();

/** What each ASCII unit becomes in lower case. */
const LOWER = Uint8Array.from({ length: FIRST_NOT_ASCII }, (_, unit) =>
  unit >= FIRST_UPPER && unit <= LAST_UPPER ? unit + TO_LOWER : unit,
);

/** A text in lower case, in a buffer that the next text fills again. */
export class LowercaseText {
  units = new Uint16Array(1024);
  private bytes = new Uint8Array(1024);
  length = 0;
  /** Where `.`, `?` and `!` stand. */
  readonly enders = new NumberList();

  /** Reads [start, end) of `text`, which is a text of its own: a final sigma is one at its end. */
  load(text: string, start = 0, end = text.length): this {
    if (!this.loadAscii(text, start, end)) this.loadAny(text.slice(start, end).toLowerCase());
    return this;
  }

  /** False for any other text. */
  private loadAscii(text: string, start: number, end: number): boolean {
    const length = end - start;
    this.reserve(length);
    const { bytes, units, enders } = this;
    // Faster than asking the string for each of its units.
    const { read, written } = encoder.encodeInto(text.slice(start, end), bytes);
    if (read !== length || written !== length) return false;
    enders.clear();
    for (let at = 0; at < length; at++) {
      const byte = bytes[at] ?? 0;
      units[at] = LOWER[byte] ?? 0;
      // Letters and spaces, which nearly all are, are none.
      if (byte <= QUESTION && byte !== SPACE && isEnder(byte)) enders.push(at);
    }
    this.length = length;
    return true;
  }

  private loadAny(lowercased: string): void {
    this.reserve(lowercased.length);
    const { units, enders } = this;
    enders.clear();
    for (let at = 0; at < lowercased.length; at++) {
      const unit = lowercased.charCodeAt(at);
      units[at] = unit;
      if (isEnder(unit)) enders.push(at);
    }
    this.length = lowercased.length;
  }

  private reserve(length: number): void {
    if (this.units.length >= length) return;
    this.units = grown(this.units, length);
    this.bytes = new Uint8Array(this.units.length);
  }
}

function isEnder(unit: number): boolean {
  return unit === PERIOD || unit === QUESTION || unit === EXCLAMATION;
}
