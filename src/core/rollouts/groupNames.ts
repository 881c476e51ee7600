/** Names groups by their step and their place in it, both as people count: the second group of step 12 is `12-2`. */
export function groupNames(groupOf: Int32Array, groups: number, step: ArrayLike<number>): readonly string[] {
  const names = new Array<string>(groups);
  const inStep = new Map<number, number>();
  for (let i = 0, next = 0; i < groupOf.length && next < groups; i++) {
    if (groupOf[i] !== next) continue;
    const of = step[i] ?? 0;
    const number = (inStep.get(of) ?? 0) + 1;
    inStep.set(of, number);
    names[next++] = `${of}-${number}`;
  }
  return names;
}
