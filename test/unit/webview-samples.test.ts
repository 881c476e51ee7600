import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LinkedRollout, RowDetail } from '../../src/protocol/dataset.ts';
import type { Editor } from '../../webview/dataset/editor.ts';
import { initialState } from '../../webview/dataset/initial.ts';
import { reload, select } from '../../webview/dataset/samples.ts';
import { detailOf, openedWith, SHOWN_ROW } from './support/editorState.ts';

const ROLLOUT: LinkedRollout = { dump: 'r', source: 'r', line: 1, part: 0, completion: 'x' };

/** A page whose host answers when it is told to. */
function page(): {
  readonly editor: Editor;
  readonly asked: ((detail: RowDetail) => void)[];
} {
  const asked: ((detail: RowDetail) => void)[] = [];
  const state = initialState(undefined);
  state.opened = openedWith();
  const host = {
    call: (method: string) =>
      method === 'row'
        ? new Promise<RowDetail>((resolve) => {
            asked.push(resolve);
          })
        : Promise.resolve(null),
  };
  const nothing = (): void => undefined;
  const queue = { drained: () => Promise.resolve(), length: 0 };
  const editor = { state, host, queue, changed: nothing, announce: nothing, notify: nothing };
  return { editor: editor as unknown as Editor, asked };
}

describe('the sample that is shown', () => {
  beforeAll(() => {
    vi.stubGlobal('document', { activeElement: null, hasFocus: () => false });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it('has what was told of it while its first answer was on its way', async () => {
    const { editor, asked } = page();
    const shown = select(editor, SHOWN_ROW);
    await expect.poll(() => asked.length).toBe(1);
    // Its rollouts are read now, but nothing is shown yet that could be read again.
    await reload(editor);
    asked[0]?.(detailOf({}, []));
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.(detailOf({}, [ROLLOUT]));
    await shown;
    expect(editor.state.current?.detail.rollouts).toEqual([ROLLOUT]);
  });

  it('keeps the newer of two answers, whichever comes first', async () => {
    const { editor, asked } = page();
    const first = select(editor, SHOWN_ROW);
    await expect.poll(() => asked.length).toBe(1);
    asked[0]?.(detailOf({}, []));
    await first;
    const [older, newer] = [reload(editor), reload(editor)];
    await expect.poll(() => asked.length).toBe(3);
    asked[2]?.(detailOf({}, [ROLLOUT]));
    await newer;
    asked[1]?.(detailOf({}, []));
    await Promise.race([older, expect.poll(() => asked.length).toBe(4)]);
    asked[3]?.(detailOf({}, [ROLLOUT]));
    await older;
    expect(editor.state.current?.detail.rollouts).toEqual([ROLLOUT]);
  });
});
