import type { TagName } from '../../completion.ts';
import type { Signal } from './signal.ts';

const TAGS: readonly TagName[] = ['caption', 'bbox', 'answer'];

/** Cut off at the length limit: by what the trainer logged, or by a tag that never closes. */
export const truncated: Signal = {
  name: 'truncated',
  title: 'Truncated',
  about: 'Logged as cut off, or it ends inside a tag.',
  find({ rollout, parsed }) {
    if (rollout.truncated === true) return 'the trainer logged it as truncated';
    const { text } = parsed;
    const open = TAGS.find((tag) => text.lastIndexOf(`<${tag}>`) > text.lastIndexOf(`</${tag}>`));
    return open === undefined ? undefined : `it ends after ${text.length} characters inside <${open}>`;
  },
};
