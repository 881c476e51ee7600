import { BleuReference } from '../text/bleu.ts';
import { RougeReference } from '../text/rouge.ts';

/** A true caption, tokenized for either metric when first asked. */
export class CaptionReference {
  private bleuReference: BleuReference | undefined;
  private rougeReference: RougeReference | undefined;
  private readonly lowercased: string;

  constructor(text: string) {
    this.lowercased = text.toLowerCase();
  }

  get bleu(): BleuReference {
    return (this.bleuReference ??= new BleuReference(this.lowercased));
  }

  /** Throws StemmerRecursionError. */
  get rouge(): RougeReference {
    return (this.rougeReference ??= new RougeReference(this.lowercased));
  }
}

const MAX_ENTRIES = 1000;
/** In UTF-16 units over all entries. */
const MAX_TEXT = 2_000_000;

/** The references of the captions seen last, because the rollouts of a sample share its caption. */
export class CaptionReferences {
  private readonly references = new Map<string, CaptionReference>();
  private textLength = 0;

  get(caption: string): CaptionReference {
    const known = this.references.get(caption);
    if (known !== undefined) return known;
    const reference = new CaptionReference(caption);
    this.references.set(caption, reference);
    this.textLength += caption.length;
    for (const oldest of this.references.keys()) {
      if (this.references.size <= MAX_ENTRIES && this.textLength <= MAX_TEXT) break;
      this.references.delete(oldest);
      this.textLength -= oldest.length;
    }
    return reference;
  }
}
