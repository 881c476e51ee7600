import { hashOf } from './hash.ts';
import { WordTable } from './wordTable.ts';

/** A fixed set of words, asked by units of text without making a string. */
export class WordSet {
  private readonly words = new WordTable();

  constructor(words: Iterable<string>) {
    for (const word of words) this.words.numberOf(word);
  }

  has(units: Uint16Array, start: number, end: number): boolean {
    return this.words.find(units, start, end, hashOf(units, start, end)) >= 0;
  }
}
