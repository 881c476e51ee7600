/** The boxes of the completion under test: where they lie on the image, and a completion with others. */
import { parseCompletion, replaceBoxes } from '../../src/core/completion.ts';
import { toOriginal } from '../../src/core/geometry/coordinates.ts';
import { toConvention } from '../../src/core/perturb.ts';
import type { Box } from '../../src/core/sample.ts';
import type { Editor } from './editor.ts';
import { imageBounds } from './layers.ts';
import type { State } from './state.ts';
import { editScratch, tested } from './underTest.ts';

let predictedCache:
  { readonly text: string; readonly space: string; readonly boxes: readonly Box[] } | undefined;

/** The boxes of the completion under test in original pixels; none where they cannot be read. */
export function predictedBoxes(state: State): readonly Box[] {
  const text = tested(state)?.text;
  const size = imageBounds(state);
  const convention = state.opened?.settings.coordinates;
  if (text === undefined || size === undefined || convention === undefined) return [];
  const space = `${convention} ${size.width} ${size.height}`;
  if (predictedCache?.text === text && predictedCache.space === space) return predictedCache.boxes;
  const parsed = parseCompletion(text).boxes;
  let boxes: readonly Box[] = [];
  if (parsed?.kind === 'boxes') {
    try {
      boxes = parsed.boxes
        .map((box) => toOriginal(box, convention, size.width, size.height))
        .filter((box) => box.every(Number.isFinite));
    } catch {
      // The image cannot be resized: the prediction has no place on it, and the reward's row says why.
    }
  }
  predictedCache = { text, space, boxes };
  return boxes;
}

/** `text` with the given boxes of original pixels; those not in `touched` keep the numbers they were written with. */
export function withPredicted(
  state: State,
  text: string,
  boxes: readonly (Box | undefined)[],
  touched: ReadonlySet<number>,
  source?: readonly number[],
): string | undefined {
  const size = imageBounds(state);
  const convention = state.opened?.settings.coordinates;
  if (size === undefined || convention === undefined) return undefined;
  const parsed = parseCompletion(text).boxes;
  const before = parsed?.kind === 'boxes' ? parsed.boxes : [];
  const written = boxes.flatMap((box, index) => {
    if (box === undefined) return [];
    const kept = touched.has(index) ? undefined : before[source?.[index] ?? index];
    return [kept ?? toConvention(box, convention, size)];
  });
  return replaceBoxes(text, written);
}

/** Writes other boxes into a scratch copy of the completion under test; a logged rollout never changes. */
export function rewriteBoxes(
  editor: Editor,
  boxes: readonly (Box | undefined)[],
  touched: ReadonlySet<number>,
  source?: readonly number[],
): boolean {
  const now = tested(editor.state);
  if (now === undefined) return false;
  const text = withPredicted(editor.state, now.text, boxes, touched, source);
  if (text === undefined) return false;
  editScratch(editor, text);
  return true;
}

export function removePredicted(editor: Editor, indices: readonly number[]): boolean {
  const kept = predictedBoxes(editor.state).flatMap((box, index) =>
    indices.includes(index) ? [] : [{ box, index }],
  );
  const boxes = kept.map(({ box }) => box);
  return rewriteBoxes(
    editor,
    boxes,
    new Set(),
    kept.map(({ index }) => index),
  );
}
