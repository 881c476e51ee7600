import { CONTRACTIONS } from './contractions.ts';
import { hashOf } from './hash.ts';
import { Lexicon } from './lexicon.ts';
import { NumberList } from './numberList.ts';

/** The words of a caption as both metrics read them, by their numbers in a lexicon. */
export class Tokens {
  readonly lexicon = new Lexicon();
  /** NLTK's, in order. */
  readonly words = new NumberList();
  /** rouge-score's before stemming, in order: runs of `[a-z0-9]`. */
  readonly runs = new NumberList();

  readonly openingQuotes: number;
  readonly closingQuotes: number;
  /** By the number of a contraction: the numbers of its two words. */
  private readonly contracted: readonly (readonly [first: number, second: number])[];
  /** By ASCII unit: the number plus one of the word that it is alone. */
  private readonly singles = new Int32Array(0x80);

  constructor() {
    const { lexicon } = this;
    // The first numbers, so that a number tells whether its word is a contraction.
    for (const [first, second] of CONTRACTIONS) lexicon.numberOf(first + second);
    this.contracted = CONTRACTIONS.map(([first, second]) => [
      lexicon.numberOf(first),
      lexicon.numberOf(second),
    ]);
    this.openingQuotes = lexicon.numberOf('``');
    this.closingQuotes = lexicon.numberOf("''");
  }

  clear(): void {
    this.words.clear();
    this.runs.clear();
  }

  isContraction(word: number): boolean {
    return word < this.contracted.length;
  }

  /** A word that is nothing but a run of `[a-z0-9]`. */
  pushRun(word: number): void {
    const parts = this.contracted[word];
    if (parts === undefined) {
      this.words.push(word);
      return;
    }
    this.words.push(parts[0]);
    this.words.push(parts[1]);
  }

  pushUnits(units: Uint16Array, start: number, end: number): void {
    this.words.push(this.lexicon.number(units, start, end, hashOf(units, start, end)));
  }

  /** One unit that is a word. */
  pushUnit(unit: number): void {
    const known = this.singles[unit] ?? 0;
    if (known !== 0) {
      this.words.push(known - 1);
      return;
    }
    const word = this.lexicon.numberOf(String.fromCharCode(unit));
    this.singles[unit] = word + 1;
    this.words.push(word);
  }
}
