import { formatPath } from './columns.ts';
import { isObject, type Json, type JsonPath } from './json.ts';
import { describe, readAnswer } from './readSample.ts';
import type { Sample } from './sample.ts';

/** The columns that a person edits outside the text editor. */
export type EditableColumn = 'question' | 'answers' | 'caption' | 'boxes';

/**
 * Why a column is not edited as a field: it holds something that the editor does not understand and that an edit
 * would replace as a whole. Undefined where it is edited, which is also where it is missing or null.
 */
export function whyNotEdited(sample: Sample, column: EditableColumn): string | undefined {
  const found = obstacle(sample, column);
  if (found === undefined) return undefined;
  const kind = typeof found.path.at(-1) === 'number' ? 'element' : 'column';
  return `The ${kind} ${formatPath(found.path)} holds ${describe(found.raw)}; it is edited in the text editor`;
}

/** Whether a value has an inside that a text in its place would lose. */
export function isStructure(raw: Json | undefined): boolean {
  return Array.isArray(raw) || isObject(raw);
}

interface Place {
  readonly path: JsonPath;
  readonly raw: Json | undefined;
}

function obstacle(sample: Sample, column: EditableColumn): Place | undefined {
  const { path, raw }: Place = sample[column];
  switch (column) {
    case 'question':
    case 'caption':
      return isStructure(raw) ? { path, raw } : undefined;
    case 'boxes':
      return Array.isArray(raw) || (raw ?? null) === null ? undefined : { path, raw };
    case 'answers': {
      const answers = Array.isArray(raw)
        ? raw.map((answer, index) => ({ path: [...path, index], raw: answer }))
        : [{ path, raw }];
      return answers.find(
        (answer) => isStructure(answer.raw) && readAnswer(answer.raw ?? null) === undefined,
      );
    }
  }
}
