/** What changes between two texts, by sentences to decide on and by words to read. */

export interface Run {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

export type Passage =
  | { readonly kind: 'same'; readonly text: string }
  /** `before` stands in the one text where `after` stands in the other; one of them may be empty. */
  | { readonly kind: 'change'; readonly before: string; readonly after: string };

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const words = new Intl.Segmenter('en', { granularity: 'word' });
/** Texts that share less are easier to read one after the other than interleaved. */
const LEAST_SHARED = 0.4;
/** Beyond this many pairs of pieces a diff is not worth its time: all is then one change. */
const MAX_PAIRS = 4_000_000;

/** Both texts word by word; the runs that are not removed make up `after`, those not added `before`. */
export function wordDiff(before: string, after: string): readonly Run[] {
  const pieces = (text: string): string[] => [...words.segment(text)].map(({ segment }) => segment);
  const runs = joined(diff(pieces(before), pieces(after), (piece) => piece));
  const shared = runs.reduce((sum, { kind, text }) => sum + (kind === 'same' ? text.trim().length : 0), 0);
  if (shared >= LEAST_SHARED * Math.max(before.length, after.length)) return runs;
  return joined([
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]).filter(({ text }) => text !== '');
}

/** Both texts as sentences, each of which can be taken or left; those that differ are paired in order. */
export function passages(before: string, after: string): readonly Passage[] {
  const pieces = (text: string): string[] => [...sentences.segment(text)].map(({ segment }) => segment);
  const all: Passage[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const settle = (): void => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++) {
      all.push({ kind: 'change', before: removed[i] ?? '', after: added[i] ?? '' });
    }
    removed = [];
    added = [];
  };
  // White space after a sentence is not what makes it another one.
  for (const { kind, text } of diff(pieces(before), pieces(after), (piece) => piece.trim())) {
    if (kind === 'removed') removed.push(text);
    else if (kind === 'added') added.push(text);
    else {
      settle();
      all.push({ kind, text });
    }
  }
  settle();
  return all;
}

/** `passages` put together again, with passage `index` changed to `taken` and all others as `side` says. */
export function assemble(
  all: readonly Passage[],
  side: 'before' | 'after',
  index: number,
  taken: 'before' | 'after',
): string {
  const parts = all.map((passage, place) => {
    if (passage.kind === 'same') return passage.text;
    return passage[place === index ? taken : side];
  });
  // A sentence taken alone may come without the space that stood between its neighbours.
  return parts
    .reduce((text, part) => (needsSpace(text, part) ? `${text} ${part}` : text + part), '')
    .replace(/[ \t]+$/, '');
}

const needsSpace = (text: string, part: string): boolean =>
  /[.!?…"”)]$/.test(text) && /^[\p{L}\p{N}"“(]/u.test(part);

/** The longest common subsequence of two lists of pieces, as runs in the order of both. */
function diff(before: readonly string[], after: readonly string[], key: (piece: string) => string): Run[] {
  const [a, b] = [before.map(key), after.map(key)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const runs: Run[] = before.slice(0, start).map((text) => ({ kind: 'same', text }));
  const [n, m] = [a.length - start - end, b.length - start - end];
  if (n * m > MAX_PAIRS) {
    runs.push({ kind: 'removed', text: before.slice(start, start + n).join('') });
    runs.push({ kind: 'added', text: after.slice(start, start + m).join('') });
  } else runs.push(...middle(before.slice(start, start + n), after.slice(start, start + m), key));
  runs.push(...after.slice(after.length - end).map((text): Run => ({ kind: 'same', text })));
  return runs.filter(({ text }) => text !== '');
}

function middle(before: readonly string[], after: readonly string[], key: (piece: string) => string): Run[] {
  const [n, m] = [before.length, after.length];
  const width = m + 1;
  /** Length of the longest common subsequence of what follows (i, j). */
  const longest = new Uint32Array((n + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  const equal = (i: number, j: number): boolean => key(before[i] ?? '') === key(after[j] ?? '');
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      longest[i * width + j] = equal(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const runs: Run[] = [];
  let [i, j] = [0, 0];
  while (i < n || j < m) {
    if (i < n && j < m && equal(i, j)) {
      runs.push({ kind: 'same', text: after[j] ?? '' });
      i++;
      j++;
    } else if (i < n && (j >= m || at(i + 1, j) >= at(i, j + 1))) {
      runs.push({ kind: 'removed', text: before[i++] ?? '' });
    } else runs.push({ kind: 'added', text: after[j++] ?? '' });
  }
  return runs;
}

function joined(runs: readonly Run[]): Run[] {
  const all: Run[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last?.kind === run.kind) all[all.length - 1] = { kind: run.kind, text: last.text + run.text };
    else all.push(run);
  }
  return all;
}
