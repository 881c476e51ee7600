import { hashOf } from './hash.ts';
import type { Numbers } from './numberList.ts';
import { Stemmer } from './porter.ts';
import { WordTable } from './wordTable.ts';

/** rouge-score stems longer words only. */
const UNSTEMMED_LENGTH = 3;

/** Words by number, so that texts become lists of small integers, and their stems, which are words too. */
export class Lexicon extends WordTable {
  /** By word: its stem's number plus one, 0 where nobody has asked yet. */
  private stems = new Int32Array(64);
  private readonly stemmer = new Stemmer();

  /** The number of the Porter stem of a word of `[a-z0-9]`, itself where it is short. Throws StemmerRecursionError. */
  stemOf(word: number): number {
    const known = this.stems[word] ?? 0;
    return known !== 0 ? known - 1 : this.learnStem(word);
  }

  /** Puts in place of each word its stem. Throws StemmerRecursionError, and will again for what it leaves. */
  stemAll({ items, start, count }: Numbers): void {
    for (let at = start; at < start + count; at++) items[at] = this.stemOf(items[at] ?? 0);
  }

  private learnStem(word: number): number {
    let stemmed = word;
    const [start, end] = [this.startOf(word), this.endOf(word)];
    if (end - start > UNSTEMMED_LENGTH) {
      const { stemmer } = this;
      stemmer.stem(this.source, start, end);
      stemmed = this.number(stemmer.units, 0, stemmer.length, hashOf(stemmer.units, 0, stemmer.length));
    }
    if (this.stems.length <= word) {
      const stems = new Int32Array(Math.max(2 * this.stems.length, word + 1));
      stems.set(this.stems);
      this.stems = stems;
    }
    this.stems[word] = stemmed + 1;
    return stemmed;
  }
}
