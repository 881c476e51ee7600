import { NgramCounter, type BleuStatistics } from '../text/bleu.ts';
import { LcsFinder } from '../text/lcs.ts';
import { NumberList, type Numbers } from '../text/numberList.ts';
import type { RougeStatistics } from '../text/rouge.ts';
import { WordReader } from '../text/words.ts';

/** Distinct words and units of text that are remembered: past either everything starts afresh. */
const MAX_WORDS = 1 << 16;
const MAX_TEXT = 1 << 20;
/** What remembering a caption costs besides its text, in units. */
const ENTRY = 32;

/**
 * Compares captions with true ones, each of which is read once for all rollouts of its sample. What is remembered
 * stays bounded, whatever the texts are.
 */
export class CaptionReferences {
  private memory = new Memory();

  /** The caption in [start, end) of `completion` against the true one. */
  compare(truth: string, completion: string, start: number, end: number): CaptionComparison {
    // What an exception left half done must not tell in the next comparison.
    if (this.memory.isFull() || this.memory.busy) this.memory = new Memory();
    const { memory } = this;
    memory.busy = true;
    const reference = memory.reference(truth);
    memory.reader.read(completion, start, end);
    memory.busy = false;
    return new CaptionComparison(memory, reference);
  }
}

/** A true caption in numbers of words. */
interface Reference {
  readonly words: Numbers;
  /** Runs of `[a-z0-9]`, and in their place their stems once those were asked for. */
  readonly runs: Numbers;
  stemmed: boolean;
}

class Memory {
  /** Set while it is worked with. */
  busy = false;
  readonly reader = new WordReader();
  readonly ngrams = new NgramCounter();
  readonly lcs = new LcsFinder();
  private readonly references = new Map<string, Reference>();
  private readonly numbers = new NumberList();
  private held = 0;

  isFull(): boolean {
    const { reader } = this;
    return reader.tokens.lexicon.size > MAX_WORDS || this.held + reader.capacity > MAX_TEXT;
  }

  reference(caption: string): Reference {
    const known = this.references.get(caption);
    if (known !== undefined) return known;
    this.reader.read(caption);
    const { words, runs } = this.reader.tokens;
    const reference = {
      words: this.numbers.append(words),
      runs: this.numbers.append(runs),
      stemmed: false,
    };
    this.references.set(caption, reference);
    this.held += caption.length + ENTRY;
    return reference;
  }
}

/** Two captions that were just read: valid until others are. */
export class CaptionComparison {
  constructor(
    private readonly memory: Memory,
    private readonly reference: Reference,
  ) {}

  bleu(): BleuStatistics {
    const { memory } = this;
    const { words, lexicon } = memory.reader.tokens;
    memory.busy = true;
    const statistics = memory.ngrams.compare(words, this.reference.words, lexicon.size);
    memory.busy = false;
    return statistics;
  }

  /** Throws StemmerRecursionError. */
  rouge(): RougeStatistics {
    const { memory, reference } = this;
    const { runs, lexicon } = memory.reader.tokens;
    memory.busy = true;
    if (!reference.stemmed) {
      lexicon.stemAll(reference.runs);
      reference.stemmed = true;
    }
    lexicon.stemAll(runs);
    const common = memory.lcs.length(runs, reference.runs, lexicon.size);
    memory.busy = false;
    return { common, hypothesis: runs.count, reference: reference.runs.count };
  }
}
