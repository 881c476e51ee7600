/**
 * The Porter stemmer with NLTK's extensions (`PorterStemmer`, mode NLTK_EXTENSIONS), for words of lowercase letters
 * and digits. The steps are numbered as in Porter (1980), "An algorithm for suffix stripping".
 */
import { decode, encode, grown } from './units.ts';
import { hashOf } from './hash.ts';
import { WordTable } from './wordTable.ts';

/** NLTK's stemmer recurses once for each `y` in a row, and Python gives up; the word is too long a run of them. */
export class StemmerRecursionError extends Error {
  constructor(word: string) {
    super(
      `the stemmer recurses too deeply in ${JSON.stringify(word.slice(0, 20))}…, a word of ${word.length} letters`,
    );
    this.name = 'StemmerRecursionError';
  }
}

/** Consecutive `y` at which a recursion limit of 1,000 is reached, less the calls that lead to the stemmer. */
const MAX_Y_RUN = 980;

const IRREGULAR = new Map([
  ['sky', 'sky'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['news', 'news'],
  ['innings', 'inning'],
  ['inning', 'inning'],
  ['outings', 'outing'],
  ['outing', 'outing'],
  ['cannings', 'canning'],
  ['canning', 'canning'],
  ['howe', 'howe'],
  ['proceed', 'proceed'],
  ['exceed', 'exceed'],
  ['succeed', 'succeed'],
]);
const irregularWords = new WordTable();
const irregularStems: Uint16Array[] = [];
for (const [word, stemmed] of IRREGULAR) irregularStems[irregularWords.numberOf(word)] = encode(stemmed);

interface Rule {
  readonly suffix: Uint16Array;
  readonly replacement: Uint16Array;
}
/** Rules by the last unit of their suffix; of several that fit a word the first decides. */
type Rules = readonly (readonly Rule[])[];

function rules(list: Readonly<Record<string, string>>): Rules {
  const byLast: Rule[][] = Array.from({ length: 0x80 }, () => []);
  for (const [suffix, replacement] of Object.entries(list)) {
    byLast[suffix.charCodeAt(suffix.length - 1)]?.push({
      suffix: encode(suffix),
      replacement: encode(replacement),
    });
  }
  return byLast;
}

/** Suffixes that fall where the rest has a measure above 0. */
const STEP_2 = rules({
  ational: 'ate',
  tional: 'tion',
  enci: 'ence',
  anci: 'ance',
  izer: 'ize',
  bli: 'ble',
  alli: 'al',
  entli: 'ent',
  eli: 'e',
  ousli: 'ous',
  ization: 'ize',
  ation: 'ate',
  ator: 'ate',
  alism: 'al',
  iveness: 'ive',
  fulness: 'ful',
  ousness: 'ous',
  aliti: 'al',
  iviti: 'ive',
  biliti: 'ble',
  fulli: 'ful',
});
const STEP_3 = rules({
  icate: 'ic',
  ative: '',
  alize: 'al',
  iciti: 'ic',
  ical: 'ic',
  ful: '',
  ness: '',
});
/** Suffixes that fall where the rest has a measure above 1. */
const STEP_4 = rules(
  Object.fromEntries(
    'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'
      .split(' ')
      .map((suffix) => [suffix, '']),
  ),
);

const ALLI = encode('alli');
const AT = encode('at');
const BL = encode('bl');
const ED = encode('ed');
const EED = encode('eed');
const IED = encode('ied');
const IES = encode('ies');
const ING = encode('ing');
const ION = encode('ion');
const IZ = encode('iz');
const LL = encode('ll');
const LOGI = encode('logi');
const SS = encode('ss');
const SSES = encode('sses');

const E = 0x65;
const I = 0x69;
const L = 0x6c;
const S = 0x73;
const T = 0x74;
const W = 0x77;
const X = 0x78;
const Y = 0x79;
const Z = 0x7a;

/** Stems one word after the other in a buffer of its own. */
export class Stemmer {
  /** The stem is units[0..length). */
  units = new Uint16Array(64);
  length = 0;

  /** Of the word source[start..end). Throws StemmerRecursionError. */
  stem(source: Uint16Array, start: number, end: number): void {
    this.load(source, start, end);
    const irregular = irregularStems[irregularWords.find(source, start, end, hashOf(source, start, end))];
    if (irregular !== undefined) {
      this.load(irregular, 0, irregular.length);
      return;
    }
    if (this.length <= 2) return;
    this.step1a();
    this.step1b();
    this.step1c();
    this.step2();
    this.replaceSuffix(STEP_3);
    this.step4();
    this.step5a();
    this.step5b();
  }

  private load(source: Uint16Array, start: number, end: number): void {
    const length = end - start;
    if (this.units.length < length) this.units = grown(this.units, length);
    for (let at = 0; at < length; at++) this.units[at] = source[start + at] ?? 0;
    this.length = length;
  }

  /** Plurals. */
  private step1a(): void {
    if (this.last() !== S) return;
    if (this.ends(IES)) this.length -= this.length === 4 ? 1 : 2;
    else if (this.ends(SSES)) this.length -= 2;
    else if (!this.ends(SS)) this.length -= 1;
  }

  /** Past tenses and participles. */
  private step1b(): void {
    if (this.ends(IED)) {
      this.length -= this.length === 4 ? 1 : 2;
      return;
    }
    if (this.ends(EED)) {
      if (this.measure(this.length - 3) > 0) this.length -= 1;
      return;
    }
    const ending = this.ends(ED) ? 2 : this.ends(ING) ? 3 : 0;
    if (ending === 0 || !this.hasVowel(this.length - ending)) return;
    this.length -= ending;
    if (this.ends(AT) || this.ends(BL) || this.ends(IZ)) {
      this.append(E);
      return;
    }
    const last = this.last();
    if (this.length >= 2 && last === this.units[this.length - 2] && this.isConsonant(this.length - 1)) {
      if (last !== L && last !== S && last !== Z) this.length -= 1;
    } else if (this.measure(this.length) === 1 && this.endsConsonantVowelConsonant(this.length)) {
      this.append(E);
    }
  }

  /** y after a consonant that is not the first letter becomes i. */
  private step1c(): void {
    const rest = this.length - 1;
    if (this.last() === Y && rest >= 2 && this.isConsonant(rest - 1)) this.units[rest] = I;
  }

  private step2(): void {
    while (this.ends(ALLI) && this.measure(this.length - 4) > 0) this.length -= 2;
    if (this.replaceSuffix(STEP_2)) return;
    // The l of logi counts with the rest, so that short ones as in "geologi" fall too.
    if (this.ends(LOGI) && this.measure(this.length - 3) > 0) this.length -= 1;
  }

  private step4(): void {
    for (const { suffix } of STEP_4[this.last()] ?? []) {
      if (!this.ends(suffix)) continue;
      const rest = this.length - suffix.length;
      if (this.measure(rest) <= 1) return;
      const isIon = this.ends(ION);
      const before = this.units[rest - 1];
      if (!isIon || before === S || before === T) this.length = rest;
      return;
    }
  }

  /** A final e. */
  private step5a(): void {
    if (this.last() !== E) return;
    const rest = this.length - 1;
    const count = this.measure(rest);
    if (count > 1 || (count === 1 && !this.endsConsonantVowelConsonant(rest))) this.length = rest;
  }

  /** A final double l. */
  private step5b(): void {
    if (this.ends(LL) && this.measure(this.length - 1) > 1) this.length -= 1;
  }

  /** Whether one of the suffixes is there, which is replaced where the rest has a measure above 0. */
  private replaceSuffix(list: Rules): boolean {
    for (const { suffix, replacement } of list[this.last()] ?? []) {
      if (!this.ends(suffix)) continue;
      const rest = this.length - suffix.length;
      if (this.measure(rest) > 0) {
        this.length = rest;
        for (const unit of replacement) this.append(unit);
      }
      return true;
    }
    return false;
  }

  private last(): number {
    return this.units[this.length - 1] ?? 0;
  }

  private ends(suffix: Uint16Array): boolean {
    const start = this.length - suffix.length;
    if (start < 0) return false;
    for (let at = suffix.length - 1; at >= 0; at--) {
      if (this.units[start + at] !== suffix[at]) return false;
    }
    return true;
  }

  private append(unit: number): void {
    this.units[this.length++] = unit;
  }

  /** Every letter but a, e, i, o, u, and y unless a consonant stands before it. Digits are consonants. */
  private isConsonant(at: number): boolean {
    const { units } = this;
    const letter = units[at] ?? 0;
    if (letter !== Y) return !isVowelLetter(letter);
    let first = at;
    while (first > 0 && units[first - 1] === Y) first--;
    if (at - first >= MAX_Y_RUN) this.tooDeep();
    // The y's of a run alternate, the first of them by what stands before.
    const firstIsConsonant = first === 0 || isVowelLetter(units[first - 1] ?? 0);
    return firstIsConsonant === ((at - first) % 2 === 0);
  }

  /** Porter's m of the first `length` units: how often a consonant follows a vowel. */
  private measure(length: number): number {
    const { units } = this;
    let count = 0;
    let afterVowel = false;
    let run = 0;
    for (let at = 0; at < length; at++) {
      const letter = units[at] ?? 0;
      let consonant = !isVowelLetter(letter);
      if (letter === Y) {
        if (++run > MAX_Y_RUN) this.tooDeep();
        consonant = at === 0 || afterVowel;
      } else run = 0;
      if (consonant && afterVowel) count++;
      afterVowel = !consonant;
    }
    return count;
  }

  private hasVowel(length: number): boolean {
    for (let at = 0; at < length; at++) if (!this.isConsonant(at)) return true;
    return false;
  }

  /** Porter's *o: …cvc where the last is not w, x or y; in NLTK also a vowel and a consonant alone. */
  private endsConsonantVowelConsonant(length: number): boolean {
    const last = length - 1;
    if (last === 1) return !this.isConsonant(0) && this.isConsonant(1);
    if (last < 2 || !this.isConsonant(last - 2) || this.isConsonant(last - 1) || !this.isConsonant(last)) {
      return false;
    }
    const letter = this.units[last];
    return letter !== W && letter !== X && letter !== Y;
  }

  private tooDeep(): never {
    throw new StemmerRecursionError(decode(this.units, 0, this.length));
  }
}

function isVowelLetter(letter: number): boolean {
  return letter === 0x61 || letter === E || letter === I || letter === 0x6f || letter === 0x75;
}

/** The stem of one word. Throws StemmerRecursionError. */
export function stem(word: string): string {
  const stemmer = new Stemmer();
  stemmer.stem(encode(word), 0, word.length);
  return decode(stemmer.units, 0, stemmer.length);
}
