/** A reward in TypeScript: a batch of completions with the dataset's columns, a value each. */
type Columns = Record<string, unknown[]>;

export function reward(completions: string[], columns: Columns): (number | null)[] {
  return completions.map((completion, index) => {
    const answers = columns.possible_answers?.[index];
    // Null is no reward at all, which is not a zero.
    if (!Array.isArray(answers)) return null;
    const given = /<answer>(.*?)<\/answer>/s.exec(completion)?.[1]?.trim().toLowerCase();
    return answers.some((answer) => String(answer).toLowerCase() === given) ? 1 : 0;
  });
}
