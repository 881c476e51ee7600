import { isDigitAt, isWordAt, widthAt } from './characters.ts';
import { splitContractions } from './contractions.ts';
import { splitEndings } from './endings.ts';
import { HASH_FACTOR, HASH_SEED } from './hash.ts';
import { Mark, marksOf } from './marks.ts';
import type { Tokens } from './tokens.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const DASH = 0x2d;
const PERIOD = 0x2e;

/** What the token that is being read may hold. */
const Holds = { nothing: 0, apostrophe: 1, contraction: 2 } as const;

/** A sentence of a lowercased text: units[from..to). */
export interface Sentence {
  readonly units: Uint16Array;
  readonly from: number;
  readonly to: number;
  /** The period that ends it, before nothing but closing marks; -1 where there is none. */
  readonly final: number;
}

/**
 * NLTK's Treebank rules (`word_tokenize` 3.9.1) for one chunk between spaces. NLTK substitutes in the whole sentence, rule
 * after rule, and splits at spaces in the end; what a rule can see of the work of those before it is whether they put a
 * space beside a mark, so that one pass with a few questions about the neighbours comes to the same tokens.
 */
export class ChunkReader {
  private units: Uint16Array = new Uint16Array(0);
  private from = 0;
  private to = 0;
  private final = -1;

  /** Where the token that is being read starts, and what it may hold. */
  private start = 0;
  private holds: number = Holds.nothing;
  /** Whether a double quote would open here: right after a space that no other has spent, or a bracket. */
  private opens = false;
  /** A colon or comma here is none, because the one before it has eaten it. */
  private eaten = -1;
  /** The run of `[a-z0-9]` read last. */
  private runStart = 0;
  private runEnd = 0;
  private run = 0;

  constructor(private readonly tokens: Tokens) {}

  /** Reads the chunk that starts at `start`, up to whitespace or the end of the sentence; answers where it ends. */
  read({ units, from, to, final }: Sentence, start: number): number {
    this.units = units;
    this.from = from;
    this.to = to;
    this.final = final;
    this.start = start;
    this.holds = Holds.nothing;
    this.opens = start > from && units[start - 1] === SPACE;
    this.eaten = -1;
    this.runEnd = -1;
    let at = start;
    while (at < to) {
      const unit = units[at] ?? 0;
      const marks = marksOf(unit);
      if ((marks & Mark.space) !== 0) break;
      const opens = this.opens;
      this.opens = false;
      if ((marks & Mark.run) !== 0) at = this.readRun(at);
      else if (unit === APOSTROPHE) at = this.readApostrophes(at, opens);
      else at = this.readMark(at, unit, marks, opens);
    }
    this.cut(at, at);
    return at;
  }

  /** A run of `[a-z0-9]` is a word of ROUGE, and a part of a token here. */
  private readRun(start: number): number {
    const { units, to, tokens } = this;
    let hash = HASH_SEED;
    let at = start;
    while (at < to && (marksOf(units[at] ?? 0) & Mark.run) !== 0) {
      hash = Math.imul(hash ^ (units[at] ?? 0), HASH_FACTOR);
      at++;
    }
    this.run = tokens.lexicon.number(units, start, at, hash);
    this.runStart = start;
    this.runEnd = at;
    tokens.runs.push(this.run);
    if (tokens.isContraction(this.run)) this.holds |= Holds.contraction;
    return at;
  }

  /** A unit that is neither space nor apostrophe nor of a run; answers where to go on. */
  private readMark(at: number, unit: number, marks: number, opens: boolean): number {
    const { tokens } = this;
    if ((marks & SINGLE) !== 0 || at === this.final) {
      this.cut(at, at + 1);
      if (unit < 0x80) tokens.pushUnit(unit);
      else tokens.pushUnits(this.units, at, at + 1);
      this.opens = (marks & (Mark.opener | Mark.openingQuote)) !== 0;
      return at + 1;
    }
    switch (unit) {
      case PERIOD:
        return this.readRepeated(at, this.runOf(PERIOD, at));
      case DASH:
        return this.readRepeated(at, at + 1 < this.to && this.units[at + 1] === DASH ? at + 2 : at + 1);
      case QUOTE: {
        const first = at === this.from;
        this.cut(at, at + 1);
        tokens.words.push(first || opens ? tokens.openingQuotes : tokens.closingQuotes);
        // That of the sentence's start gets a space on either side before the others are looked at.
        this.opens = first;
        return at + 1;
      }
    }
    if ((marks & Mark.backtick) !== 0) {
      const end = this.runOf(unit, at);
      this.cut(at, end);
      for (let pair = at + 2; pair <= end; pair += 2) tokens.words.push(tokens.openingQuotes);
      if ((end - at) % 2 === 1) tokens.pushUnit(unit);
      this.opens = true;
      return end;
    }
    if ((marks & Mark.colonOrComma) !== 0 && this.isSeparator(at)) {
      this.cut(at, at + 1);
      tokens.pushUnit(unit);
      this.eaten = at + 1;
    } else if ((marks & Mark.dotless) !== 0) this.holds |= Holds.contraction;
    return at + 1;
  }

  /** Two dashes, or two or more periods, are a token; one is a part of the token around it. */
  private readRepeated(at: number, end: number): number {
    if (end - at > 1) {
      this.cut(at, end);
      this.tokens.pushUnits(this.units, at, end);
    }
    return end;
  }

  /** `:` and `,` stay where a digit follows, and one after another where the first has eaten the second. */
  private isSeparator(at: number): boolean {
    return at !== this.eaten && !isDigitAt(this.units, at + 1, this.to);
  }

  /** A run of apostrophes: pairs are quotes, of which the first may open; one alone belongs to the token around it. */
  private readApostrophes(at: number, opens: boolean): number {
    const { tokens } = this;
    const end = this.runOf(APOSTROPHE, at);
    let rest = at;
    if (opens && end - at >= 2) {
      this.cut(at, at + 2);
      tokens.words.push(tokens.openingQuotes);
      rest += 2;
    }
    if (rest === end) return end;
    const lone = this.isLoneLetter(end);
    if (rest + 1 === end && (lone || this.isSpaced(end))) {
      this.cut(rest, end);
      tokens.pushUnit(APOSTROPHE);
      return end;
    }
    if (rest + 1 < end) {
      const pairs = (end - rest) >> 1;
      this.cut(rest, rest + 2 * pairs);
      for (let pair = 0; pair < pairs; pair++) tokens.words.push(tokens.closingQuotes);
    }
    this.holds |= Holds.apostrophe;
    if (lone) this.cut(end, end);
    return end;
  }

  /** A word character by itself, which leaves an apostrophe before it unless it starts a clitic. */
  private isLoneLetter(at: number): boolean {
    const { units, to } = this;
    if (!isWordAt(units, at, to) || isWordAt(units, at + widthAt(units, at, to), to)) return false;
    const unit = units[at] ?? 0;
    // m, t, s, d, n; Python's case-insensitive s is also the long one.
    return !(
      unit === 0x6d ||
      unit === 0x74 ||
      unit === 0x73 ||
      unit === 0x64 ||
      unit === 0x6e ||
      unit === 0x17f
    );
  }

  /** Whether a space stands at `at`, or was put before what stands there, when apostrophes are looked at. */
  private isSpaced(at: number): boolean {
    const { units, to } = this;
    if (at >= to) return false;
    const unit = units[at] ?? 0;
    const marks = marksOf(unit);
    if (unit === SPACE || at === this.final) return true;
    if ((marks & (Mark.symbol | Mark.openingQuote | Mark.backtick)) !== 0) return true;
    if ((marks & Mark.colonOrComma) !== 0) return this.isSeparator(at);
    return unit === PERIOD && at + 1 < to && units[at + 1] === PERIOD;
  }

  /** The end of the units like `unit` from `at` on. */
  private runOf(unit: number, at: number): number {
    const { units, to } = this;
    let end = at + 1;
    while (end < to && units[end] === unit) end++;
    return end;
  }

  /** Ends the token that is being read before `end`; the next one starts at `next`. */
  private cut(end: number, next: number): void {
    const { start, units } = this;
    if (end > start) {
      const contraction = (this.holds & Holds.contraction) !== 0;
      if ((this.holds & Holds.apostrophe) !== 0) splitEndings(units, start, end, contraction, this.pushRange);
      else if (contraction) splitContractions(units, start, end, this.pushRange);
      else this.push(start, end);
    }
    this.start = next;
    this.holds = Holds.nothing;
  }

  private push(start: number, end: number): void {
    if (start === this.runStart && end === this.runEnd) this.tokens.words.push(this.run);
    else this.tokens.pushUnits(this.units, start, end);
  }

  private readonly pushRange = (start: number, end: number): void => {
    this.push(start, end);
  };
}

/** Marks that are tokens wherever they stand. */
const SINGLE = Mark.symbol | Mark.bracket | Mark.openingQuote | Mark.closingQuote;
