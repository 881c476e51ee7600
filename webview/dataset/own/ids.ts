/** Short names for long contents: keys are made with every frame, of rows and completions that may be megabytes. */

const byText = new Map<string, number>();
const byObject = new WeakMap<object, number>();
let last = 0;

/** Contents told apart; beyond it all are forgotten, and get new numbers. */
const MOST = 2000;

/** The same number for values that are written the same. An object is taken never to change. */
export function idOf(value: object): number {
  const known = byObject.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  let id = byText.get(text);
  if (id === undefined) {
    if (byText.size >= MOST) byText.clear();
    id = ++last;
    byText.set(text, id);
  }
  byObject.set(value, id);
  return id;
}
