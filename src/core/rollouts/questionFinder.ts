/** Units of a question's beginning under which it is looked up. */
const HEAD = 12;

/** Finds which of many questions stands inside a prompt, in about the time it takes to read the prompt. */
export class QuestionFinder {
  private readonly exact = new Map<string, number[]>();
  private readonly byHead = new Map<string, Set<string>>();
  /** Lengths of the heads there are: a question shorter than a head is its own. */
  private readonly headLengths = new Set<number>();

  add(question: string, row: number): void {
    if (question === '') return;
    const known = this.exact.get(question);
    if (known !== undefined) {
      known.push(row);
      return;
    }
    this.exact.set(question, [row]);
    const head = question.slice(0, HEAD);
    const sharing = this.byHead.get(head) ?? new Set();
    sharing.add(question);
    this.byHead.set(head, sharing);
    this.headLengths.add(head.length);
  }

  /**
   * The rows whose question is `prompt`, or else the longest that stands in it from one word boundary to another:
   * a shorter one may be a part of the question that was asked, or of the template around it.
   */
  find(prompt: string): readonly number[] {
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
      for (const question of this.byHead.get(prompt.slice(at, at + length)) ?? []) {
        if (question.length <= longest.length || !prompt.startsWith(question, at)) continue;
        const end = at + question.length;
        if (end < prompt.length && isWord(prompt, end - 1) && isWord(prompt, end)) continue;
        longest = question;
      }
    }
    return longest;
  }
}

function isWord(text: string, at: number): boolean {
  return /[\p{L}\p{N}_]/u.test(text.charAt(at));
}
