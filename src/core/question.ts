/** A question as its column holds it: the marks that stand for the image around the words that are asked. */
export interface SplitQuestion {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/**
 * Takes the `<image>` marks off both ends of a user turn, each with the white space around it. A mark in
 * the middle of the words stays among them, because only its place says which words it belongs to.
 */
export function splitQuestion(raw: string): SplitQuestion {
  const before = /^(?:\s*<image>)+\s*/.exec(raw)?.[0] ?? '';
  const rest = raw.slice(before.length);
  const after = /\s*<image>(?:\s*<image>)*\s*$/.exec(rest)?.[0] ?? '';
  return { before, text: rest.slice(0, rest.length - after.length), after };
}
