import path from 'node:path';

/** The step that trainers put into a file's name: `12.jsonl` of verl, `completions_00012.parquet` of TRL. */
export function stepOfName(file: string): number | undefined {
  const digits = /^(?:completions_)?(\d+)\.\w+$/.exec(path.basename(file))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const NATURAL = new Intl.Collator('en', { numeric: true });

/** Orders `2.jsonl` before `10.jsonl`. */
export function naturalOrder(a: string, b: string): number {
  return NATURAL.compare(a, b);
}
