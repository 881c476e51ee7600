import type { Rollout } from '../../../../core/rollouts/rollout.ts';
import { readSample } from '../../../../core/readSample.ts';
import type { SamplesBlock, TextsBlock } from '../../../../protocol/query.ts';
import { elide } from '../details.ts';
import type { SqlSource } from './source.ts';

/** Rollouts, or rows, of a block, and how many characters of text end it sooner. */
const MOST_ROWS = 1024;
const MOST_TEXT = 4_000_000;

/** The texts of rollouts from one on, up to `count` of them in all. Throws FileError. */
export async function textsBlock({ reader }: SqlSource, from: number, count: number): Promise<TextsBlock> {
  const block = {
    from,
    questions: [] as string[],
    prompts: [] as string[],
    completions: [] as string[],
    errors: [] as (string | null)[],
    columns: [] as (string | null)[],
  };
  let size = 0;
  for (let i = from; i < count && block.prompts.length < MOST_ROWS && size < MOST_TEXT; i++) {
    const rollout = await reader.rollout(i);
    const { completion, error, columns } = rollout;
    const [prompt, own] = [promptOf(rollout), columns && JSON.stringify(elide(columns))];
    block.questions.push(questionOf(rollout));
    block.prompts.push(prompt);
    block.completions.push(completion);
    block.errors.push(error ?? null);
    block.columns.push(own ?? null);
    size += prompt.length + completion.length + (own?.length ?? 0);
  }
  return block;
}

/** Rows of the dataset. Throws FileError. */
export async function samplesBlock(source: SqlSource, wanted: readonly number[]): Promise<SamplesBlock> {
  const block = { rows: [] as number[], questions: [] as (string | null)[], samples: [] as string[] };
  const dataset = source.dataset();
  let size = 0;
  for (const row of wanted.slice(0, MOST_ROWS)) {
    const sample = await dataset?.row(row);
    const text = JSON.stringify(sample === undefined ? null : elide(sample));
    block.rows.push(row);
    block.questions.push(
      sample === undefined ? null : readSample(sample, source.settings.columns).question.value,
    );
    block.samples.push(text);
    size += text.length;
    if (size > MOST_TEXT) break;
  }
  return block;
}

function promptOf({ turns }: Rollout): string {
  if (turns.length === 1) return turns[0]?.text ?? '';
  return turns.map(({ role, text }) => `${role}: ${text}`).join('\n\n');
}

function questionOf({ turns }: Rollout): string {
  const asked = turns.find(({ role }) => role === 'user')?.text ?? '';
  return asked.replace(/<image>/g, ' ').trim();
}
