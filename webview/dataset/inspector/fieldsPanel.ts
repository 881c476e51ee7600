import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../../../src/core/validate/problem.ts';
import type { Field, Sample } from '../../../src/core/sample.ts';
import { whyNotEdited } from '../../../src/core/whyNotEdited.ts';
import type { Editor } from '../editor.ts';
import { FIELD_LABELS, leaveField, shownText, typed, type FieldName } from '../fields.ts';
import { problemsAt } from '../problems.ts';
import { captionDiff } from './captionDiff.ts';
import { problemList, textField } from './textField.ts';

const FIELDS: readonly FieldName[] = ['question', 'answers', 'caption'];
/** Keys that focus the fields from the image or the list. */
const KEYS: Readonly<Record<FieldName, string>> = { question: '1', answers: '2', caption: '3' };
const PLACEHOLDERS: Readonly<Record<FieldName, string>> = {
  question: 'What is asked about the image',
  answers: 'One accepted answer on each line',
  caption: 'What the image shows, for the caption reward',
};

export const fieldId = (field: FieldName | 'completion'): string => `field-${field}`;

/** Question, answers and caption, each with its problems; other problems of the sample above them. */
export function fieldsPanel(editor: Editor): TemplateResult {
  const { state } = editor;
  const other = [
    ...problemsAt(state, undefined),
    ...problemsAt(state, 'image'),
    ...problemsAt(state, 'boxes'),
  ];
  const columns = (['image', 'boxes', 'width', 'height'] as const).flatMap((name) =>
    unlisted(editor, name, other),
  );
  const general = [...other, ...columns];
  return html`${general.length === 0 ? nothing : html`<section class="sample-problems" aria-label="Problems of this sample">${problemList(general)}</section>`}
    <section class="fields" aria-label="Annotation">
      ${FIELDS.map((field) => fieldTemplate(editor, field))}
    </section>`;
}

function fieldTemplate(editor: Editor, field: FieldName): TemplateResult {
  const { state } = editor;
  const sample = state.current?.sample;
  const asText = sample === undefined ? undefined : onlyAsText(sample, field);
  const listed = problemsAt(state, field);
  const problems = [...listed, ...unlisted(editor, field, listed)];
  const answers = sample?.answers.value.length ?? 0;
  return html`${textField({
    label: FIELD_LABELS[field],
    id: fieldId(field),
    text: shownText(state, field),
    key: KEYS[field],
    placeholder: PLACEHOLDERS[field],
    ...(asText !== undefined && { hint: asText }),
    ...(asText === undefined &&
      field === 'answers' && { hint: answers > 1 ? `${answers}, one per line` : 'one per line' }),
    readOnly: state.opened?.readOnly === true || asText !== undefined,
    problems,
    typed: (text) => {
      typed(editor, field, text);
    },
    left: () => {
      leaveField(editor);
    },
  })}${field === 'caption' ? captionDiff(editor) : nothing}`;
}

/** Why the field is read-only although the file is not. */
function onlyAsText(sample: Sample, field: FieldName): string | undefined {
  const broken = field === 'answers' && sample.answers.value.some((answer) => answer.includes('\n'));
  return broken ? 'an answer holds a line break: edit it as text' : whyNotEdited(sample, field);
}

/** What reading the column found wrong, unless the validation of the file says it already. */
function unlisted(
  editor: Editor,
  name: FieldName | 'image' | 'boxes' | 'width' | 'height',
  listed: readonly Problem[],
): readonly Problem[] {
  const { current } = editor.state;
  const field: Field<unknown> | undefined = current?.sample?.[name];
  const found = field?.problem;
  if (current === undefined || found === undefined) return [];
  const column = JSON.stringify(field?.path);
  const said = listed.some(({ path, message }) => message.includes(found) || JSON.stringify(path) === column);
  if (said) return [];
  return [
    {
      row: current.id,
      line: current.detail.line,
      rule: 'column',
      severity: 'warning',
      message: found,
    },
  ];
}
