import { LowercaseText } from './lowercaseText.ts';
import { NumberList } from './numberList.ts';
import { ABBREVIATIONS } from './punktEnglish.ts';
import { endsSentence, isNonWord } from './punktTokens.ts';
import { isWhitespace } from './whitespace.ts';

const PERIOD = 0x2e;
const DASH = 0x2d;

/**
 * NLTK's `sent_tokenize` for English on lowercased text, as offsets: candidate ends are `.`, `?` and `!` before
 * whitespace or punctuation; each is judged with the word before it, where words of neighbouring candidates do
 * not overlap; closing quotes and brackets then go to the sentence they close.
 */
export class SentenceSplitter {
  /** Sentence `i` is [starts[i], ends[i]) of the text, in UTF-16 units. */
  readonly starts = new NumberList();
  readonly ends = new NumberList();
  private units: Uint16Array = new Uint16Array(0);
  private length = 0;
  /** Where the text after the last break starts, and how much of it the sentence before took. */
  private lastBreak = 0;
  private realigned = 0;

  split({ units, length, enders }: LowercaseText): void {
    this.starts.clear();
    this.ends.clear();
    this.units = units;
    this.length = length;
    this.lastBreak = 0;
    this.realigned = 0;
    // The candidate not judged yet: a later one may overlap its word and take its place.
    let candidate = -1;
    let wordStart = 0;
    let wordEnd = 0;
    for (let ender = 0; ender < enders.count; ender++) {
      const at = enders.items[ender] ?? 0;
      if (!this.isCandidate(at)) continue;
      const space = lastSpace(units, wordEnd, at);
      const start = space > wordEnd ? space + 1 : wordStart;
      if (candidate >= 0 && wordEnd <= start) this.judge(wordStart, candidate);
      candidate = at;
      wordStart = start;
      wordEnd = at;
    }
    if (candidate >= 0) this.judge(wordStart, candidate);
    let end = length;
    while (end > this.lastBreak && isWhitespace(units[end - 1] ?? 0)) end--;
    if (end > this.lastBreak + this.realigned) this.push(this.lastBreak + this.realigned, end);
  }

  private push(start: number, end: number): void {
    this.starts.push(start);
    this.ends.push(end);
  }

  /** Followed by punctuation, or by whitespace and something more. */
  private isCandidate(at: number): boolean {
    if (at + 1 >= this.length) return false;
    const next = this.units[at + 1] ?? 0;
    return isWhitespace(next) ? this.skipSpaces(at + 1) < this.length : isNonWord(next);
  }

  private judge(wordStart: number, at: number): void {
    const next = this.skipSpaces(at + 1);
    if (!this.isSentenceEnd(wordStart, at, next)) return;
    this.realigned = this.addSentence(this.lastBreak + this.realigned, at + 1, next);
    this.lastBreak = next;
  }

  private isSentenceEnd(wordStart: number, at: number, next: number): boolean {
    const { units } = this;
    if (units[at] !== PERIOD) return true;
    const spaced = next > at + 1;
    if (spaced && at - wordStart > 1 && isLetters(units, wordStart, at)) {
      if (!ABBREVIATIONS.has(units, wordStart, at)) return true;
    }
    return endsSentence(units, wordStart, spaced ? this.skipWord(next) : next + 1);
  }

  /**
   * Adds the sentence [start, end); answers how much of the next one, which starts at `next`, belongs to it: quotes
   * and brackets up to whitespace, `--` or the end of the text.
   */
  private addSentence(start: number, end: number, next: number): number {
    const { units, length } = this;
    let closers = next;
    while (closers < length && isCloser(units[closers] ?? 0)) closers++;
    if (closers > next && this.endsClosers(closers)) {
      this.push(start, closers);
      return this.skipSpaces(closers) - next;
    }
    if (end > start) this.push(start, end);
    return 0;
  }

  private endsClosers(at: number): boolean {
    const { units, length } = this;
    if (at >= length || isWhitespace(units[at] ?? 0)) return true;
    return units[at] === DASH && at + 1 < length && units[at + 1] === DASH;
  }

  private skipSpaces(from: number): number {
    let at = from;
    while (at < this.length && isWhitespace(this.units[at] ?? 0)) at++;
    return at;
  }

  private skipWord(from: number): number {
    let at = from;
    while (at < this.length && !isWhitespace(this.units[at] ?? 0)) at++;
    return at;
  }
}

/** Sentences of `sent_tokenize` as strings. `text` is lowercased. */
export function sentences(text: string): string[] {
  const lowercased = new LowercaseText().load(text);
  const splitter = new SentenceSplitter();
  splitter.split(lowercased);
  const { starts, ends } = splitter;
  return Array.from(starts.items.subarray(0, starts.count), (start, at) => text.slice(start, ends.items[at]));
}

/** The last ASCII whitespace in [from, to); `from` where there is none, as where it is the first character. */
function lastSpace(units: Uint16Array, from: number, to: number): number {
  for (let at = to - 1; at > from; at--) {
    const unit = units[at] ?? 0;
    if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)) return at;
  }
  return from;
}

function isLetters(units: Uint16Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const unit = units[at] ?? 0;
    if (unit < 0x61 || unit > 0x7a) return false;
  }
  return true;
}

function isCloser(unit: number): boolean {
  return unit === 0x22 || unit === 0x27 || unit === 0x29 || unit === 0x5d || unit === 0x7d;
}
