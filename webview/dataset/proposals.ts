/** Proposals of the local model: asking for them, and taking or refusing them one by one. */
import { iou } from '../../src/core/geometry/iou.ts';
import { addBoxes, setBox, setText } from '../../src/core/sampleEdits.ts';
import type { RowId } from '../../src/core/sample.ts';
import type { ValueEdit } from '../../src/core/edit.ts';
import type { ModelProgress, Proposal } from '../../src/protocol/dataset.ts';
import type { ProposedBox } from '../../src/protocol/model.ts';
import { isCancelled, messageOf } from '../ui/errors.ts';
import { plural } from '../ui/format.ts';
import { apply } from './editing.ts';
import type { Editor } from './editor.ts';
import { leaveField } from './fields.ts';
import { NOTHING_SELECTED, type State } from './state.ts';

export type ProposalState =
  | {
      readonly status: 'running';
      readonly progress: ModelProgress | undefined;
      readonly cancel: () => void;
    }
  | { readonly status: 'failed'; readonly message: string }
  | {
      readonly status: 'ready';
      readonly proposal: Proposal;
      /** Indices of the proposed boxes that are neither accepted nor rejected. */
      readonly open: readonly number[];
      /** What is left of the proposed caption: the sentences that were rejected are as in the sample. */
      readonly caption: string;
    };

export interface OpenProposal {
  /** Into the proposal's boxes. */
  readonly index: number;
  readonly proposed: ProposedBox;
  readonly preselected: boolean;
}

/** Above this overlap a proposal and a box are taken for the same thing. */
const SAME_THING = 0.5;

export function proposalOf({ current, proposals }: State): ProposalState | undefined {
  return current === undefined ? undefined : proposals.get(current.id);
}

const NONE: readonly OpenProposal[] = [];
const openCache = new WeakMap<ProposalState, readonly OpenProposal[]>();

export function openProposals(state: State): readonly OpenProposal[] {
  const ready = proposalOf(state);
  if (ready?.status !== 'ready') return NONE;
  const held = openCache.get(ready);
  if (held !== undefined) return held;
  const open = ready.open.flatMap((index) => {
    const proposed = ready.proposal.boxes[index];
    return proposed === undefined ? [] : [{ index, proposed, preselected: proposed.why !== undefined }];
  });
  openCache.set(ready, open);
  return open;
}

/** The box of the sample that a proposal overlaps so much that it might replace it; −1 where there is none. */
export function overlapped(state: State, proposed: ProposedBox): number {
  const boxes = state.current?.sample?.boxes.value ?? [];
  const overlaps = boxes.map((box) => (box === undefined ? 0 : iou(box, proposed.box)));
  const most = Math.max(0, ...overlaps);
  return most >= SAME_THING ? overlaps.indexOf(most) : -1;
}

export async function propose(editor: Editor): Promise<void> {
  const { state, host } = editor;
  const { current } = state;
  if (current?.sample === undefined || proposalOf(state)?.status === 'running') return;
  const { id } = current;
  const abort = new AbortController();
  const set = (value: ProposalState | undefined): void => {
    if (value === undefined) state.proposals.delete(id);
    else state.proposals.set(id, value);
    editor.changed('canvas', 'inspector', 'toolbar', 'rewards');
  };
  const cancel = (): void => {
    abort.abort();
  };
  set({ status: 'running', progress: undefined, cancel });
  editor.announce('Asking the model for proposals');
  try {
    const proposal = await host.call(
      'propose',
      { row: id },
      {
        signal: abort.signal,
        onProgress: (progress) => {
          set({ status: 'running', progress: progress as ModelProgress, cancel });
        },
      },
    );
    set({
      status: 'ready',
      proposal,
      open: proposal.boxes.map((_, index) => index),
      caption: proposal.caption,
    });
    const preselected = proposal.boxes.filter(({ why }) => why !== undefined).length;
    editor.announce(
      `${plural(proposal.boxes.length, 'proposed box', 'proposed boxes')}, ${preselected} preselected`,
    );
  } catch (error) {
    if (isCancelled(error)) {
      set(undefined);
      editor.announce('Cancelled');
    } else {
      set({ status: 'failed', message: messageOf(error) });
      editor.announce(messageOf(error));
    }
  }
}

export function dismissProposal(editor: Editor): void {
  const { state } = editor;
  const proposal = proposalOf(state);
  if (proposal?.status === 'running') proposal.cancel();
  else if (state.current !== undefined) state.proposals.delete(state.current.id);
  if (state.selection.layer === 'proposal') state.selection = NOTHING_SELECTED;
  editor.changed('canvas', 'inspector', 'toolbar', 'rewards');
}

/** Takes the preselected proposals and those selected, as one undo step. */
export function acceptPreselected(editor: Editor): void {
  const { state } = editor;
  const open = openProposals(state);
  const selected = state.selection.layer === 'proposal' ? state.selection.indices : [];
  const taken = open.filter(({ preselected }, place) => preselected || selected.includes(place));
  if (taken.length > 0) accept(editor, taken, false);
  else if (open.length > 0) editor.announce('Nothing is preselected; Shift+Enter accepts all');
  else if (proposalOf(state)?.status !== 'ready') editor.announce('There are no proposals; P asks for them');
}

/** Takes all boxes and the caption, as one undo step. */
export function acceptAll(editor: Editor): void {
  if (proposalOf(editor.state)?.status === 'ready') accept(editor, openProposals(editor.state), true);
}

/** Puts a proposed box in the place of the one that it overlaps. */
export function replaceWith(editor: Editor, { index, proposed }: OpenProposal): void {
  const sample = editor.state.current?.sample;
  const target = overlapped(editor.state, proposed);
  if (sample === undefined || target < 0) return;
  if (apply(editor, setBox(sample, target, proposed.box), 'Replace box with proposal')) {
    editor.announce(`Replaced box ${target + 1}`);
  }
  close(editor, [index], 'truth', [target]);
}

export function accept(editor: Editor, taken: readonly OpenProposal[], withCaption: boolean): void {
  const { state } = editor;
  leaveField(editor);
  const sample = state.current?.sample;
  const ready = proposalOf(state);
  if (sample === undefined || ready?.status !== 'ready') return;
  const before = sample.boxes.value.length;
  const edits: ValueEdit[] = [
    ...addBoxes(
      sample,
      taken.map(({ proposed }) => proposed.box),
    ),
    ...(withCaption && ready.caption !== '' ? setText(sample.caption, ready.caption) : []),
  ];
  if (
    edits.length > 0 &&
    !apply(editor, edits, taken.length === 1 ? 'Accept proposal' : 'Accept proposals')
  ) {
    return;
  }
  editor.announce(`Accepted ${plural(taken.length, 'box', 'boxes')}${withCaption ? ' and the caption' : ''}`);
  const added = taken.map((_, place) => before + place);
  close(
    editor,
    taken.map(({ index }) => index),
    'truth',
    added,
  );
}

export function reject(editor: Editor, refused: readonly OpenProposal[]): void {
  const { state } = editor;
  const place = Math.min(...(state.selection.layer === 'proposal' ? state.selection.indices : [0]));
  const left = openProposals(state).length - refused.length;
  const next = Math.min(place, left - 1);
  editor.announce(`Rejected ${plural(refused.length, 'proposal')}`);
  close(
    editor,
    refused.map(({ index }) => index),
    'proposal',
    next < 0 ? [] : [next],
  );
}

export function rejectAll(editor: Editor): void {
  reject(editor, openProposals(editor.state));
  const { current } = editor.state;
  if (current?.sample !== undefined) leaveCaption(editor, current.sample.caption.value);
}

/** Writes a caption into the sample, and keeps what is left of the proposed one. */
export function takeCaption(editor: Editor, caption: string, left: string): void {
  leaveField(editor);
  const sample = editor.state.current?.sample;
  if (sample === undefined) return;
  if (apply(editor, setText(sample.caption, caption), 'Accept caption')) editor.announce('Accepted');
  leaveCaption(editor, left);
}

/** What is left of the proposed caption after some of it was refused. */
export function leaveCaption(editor: Editor, caption: string): void {
  const ready = proposalOf(editor.state);
  if (ready?.status === 'ready') put(editor, { ...ready, caption });
}

function close(
  editor: Editor,
  closed: readonly number[],
  layer: State['selection']['layer'],
  indices: readonly number[],
): void {
  const ready = proposalOf(editor.state);
  if (ready?.status !== 'ready') return;
  editor.state.selection = { layer, indices };
  put(editor, { ...ready, open: ready.open.filter((index) => !closed.includes(index)) });
}

function put(editor: Editor, proposal: ProposalState): void {
  const { state } = editor;
  const id: RowId | undefined = state.current?.id;
  if (id !== undefined) state.proposals.set(id, proposal);
  editor.changed('canvas', 'inspector', 'toolbar', 'rewards');
}
