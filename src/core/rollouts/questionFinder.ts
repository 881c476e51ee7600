/** Units of a question's beginning under which it is looked up. */
const HEAD = 12;

/** Finds which of many questions stands inside a prompt, in about the time it takes to read the prompt. */
export class QuestionFinder {
  private readonly exact = new Map<string, number[]>();
  /** How long the questions are that begin with a head, the longest first: many begin alike. */
  private readonly byHead = new Map<string, number[]>();
  /** Lengths of the heads there are: a question shorter than a head is its own. */
  private readonly headLengths = new Set<number>();
  /** The rollouts of a group have one prompt and follow one another. */
  private last: { readonly prompt: string; readonly rows: readonly number[] } | undefined;

  add(question: string, row: number): void {
    if (question === '') return;
    this.last = undefined;
    const known = this.exact.get(question);
    if (known !== undefined) {
      known.push(row);
      return;
    }
    this.exact.set(question, [row]);
    const head = question.slice(0, HEAD);
    this.headLengths.add(head.length);
    const lengths = this.byHead.get(head) ?? [];
    this.byHead.set(head, lengths);
    if (!lengths.includes(question.length)) {
      lengths.push(question.length);
      lengths.sort((a, b) => b - a);
    }
  }

  /**
   * The rows whose question is `prompt`, or else the longest that stands in it from one word boundary to another:
   * a shorter one may be a part of the question that was asked, or of the template around it.
   */
  find(prompt: string): readonly number[] {
    if (this.last?.prompt !== prompt) this.last = { prompt, rows: this.search(prompt) };
    return this.last.rows;
  }

  private search(prompt: string): readonly number[] {
    const whole = this.exact.get(prompt);
    if (whole !== undefined) return whole;
    let longest = '';
    for (let at = 0; at < prompt.length; at++) {
      if (at > 0 && isWord(prompt, at - 1) && isWord(prompt, at)) continue;
      const question = this.longestAt(prompt, at);
      if (question.length > longest.length) longest = question;
    }
    return longest === '' ? [] : (this.exact.get(longest) ?? []);
  }

  private longestAt(prompt: string, at: number): string {
    let longest = '';
    for (const length of this.headLengths) {
      for (const size of this.byHead.get(prompt.slice(at, at + length)) ?? []) {
        if (size <= longest.length) break;
        const end = at + size;
        if (end < prompt.length && isWord(prompt, end - 1) && isWord(prompt, end)) continue;
        const question = prompt.slice(at, end);
        if (this.exact.has(question)) longest = question;
      }
    }
    return longest;
  }
}

function isWord(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0x80)
    return (
      (unit >= 0x61 && unit <= 0x7a) ||
      (unit >= 0x41 && unit <= 0x5a) ||
      (unit >= 0x30 && unit <= 0x39) ||
      unit === 0x5f
    );
  return /[\p{L}\p{N}]/u.test(text.charAt(at));
}
