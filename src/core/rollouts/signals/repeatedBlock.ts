import type { TagName } from '../../completion.ts';
import type { Signal } from './signal.ts';

const TAGS: readonly TagName[] = ['caption', 'bbox', 'answer'];

/** Rewards read the first of each tag, so a policy may go on writing blocks that cost it nothing. */
export const repeatedBlock: Signal = {
  name: 'repeated-block',
  title: 'Block repeated',
  about: 'A tag is opened more than once, beside those that thoughts speak of.',
  find({ parsed }) {
    const text = withoutThoughts(parsed.text);
    const repeated = TAGS.flatMap((tag) => {
      const times = text.split(`<${tag}>`).length - 1;
      return times > 1 ? [`<${tag}> ${times} times`] : [];
    });
    return repeated.length > 0 ? repeated.join(', ') : undefined;
  },
};

/** Each from its first tag to the next that closes one. */
function withoutThoughts(text: string): string {
  let rest = '';
  let from = 0;
  for (;;) {
    const start = text.indexOf('<think>', from);
    const end = start < 0 ? -1 : text.indexOf('</think>', start);
    if (end < 0) return rest + text.slice(from);
    rest += text.slice(from, start);
    from = end + '</think>'.length;
  }
}
