import type { TagName } from '../../completion.ts';
import type { Signal } from './signal.ts';

const TAGS: readonly TagName[] = ['caption', 'bbox', 'answer'];

/** Rewards read the first of each tag, so a policy may go on writing blocks that cost it nothing. */
export const repeatedBlock: Signal = {
  name: 'repeated-block',
  title: 'Block repeated',
  about: 'A tag is opened more than once.',
  find({ parsed: { text } }) {
    const repeated = TAGS.flatMap((tag) => {
      const times = text.split(`<${tag}>`).length - 1;
      return times > 1 ? [`<${tag}> ${times} times`] : [];
    });
    return repeated.length > 0 ? repeated.join(', ') : undefined;
  },
};
