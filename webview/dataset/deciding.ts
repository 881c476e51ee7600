/** Taking and refusing proposals. Each acceptance is one undo step, and its undo opens what it took again. */
import { mergeBoxes, setText } from '../../src/core/sampleEdits.ts';
import type { RowId } from '../../src/core/sample.ts';
import type { HostEvents } from '../../src/protocol/dataset.ts';
import { plural } from '../ui/format.ts';
import { planAcceptance, type Acceptance } from './acceptance.ts';
import { apply, refused } from './editing.ts';
import type { Editor } from './editor.ts';
import { leaveField } from './fields.ts';
import { openProposals, proposalOf, type OpenProposal, type ProposalState } from './proposals.ts';
import type { State } from './state.ts';

type Ready = Extract<ProposalState, { status: 'ready' }>;

/** Takes the preselected proposals and those selected; of the latter, one on a box replaces it. */
export function acceptPreselected(editor: Editor): void {
  const { state } = editor;
  const open = openProposals(state);
  const selected = state.selection.layer === 'proposal' ? state.selection.indices : [];
  const chosen = open.filter(({ preselected }, place) => preselected || selected.includes(place));
  if (chosen.length > 0) accept(editor, chosen, false);
  else if (open.length > 0) {
    editor.announce('Nothing is preselected; Enter takes a selected proposal, Shift+Enter all');
  } else if (proposalOf(state)?.status !== 'ready') {
    editor.announce('There are no proposals; P asks for them');
  }
}

/** Takes all boxes and the caption. */
export function acceptAll(editor: Editor): void {
  if (proposalOf(editor.state)?.status === 'ready') accept(editor, openProposals(editor.state), true);
}

/** Adds what has no box yet, replaces what has one, and leaves a second proposal of one thing open. */
export function accept(editor: Editor, chosen: readonly OpenProposal[], withCaption: boolean): void {
  const boxes = editor.state.current?.sample?.boxes.value ?? [];
  const proposed = chosen.map((each) => each.proposed.box);
  take(editor, chosen, planAcceptance(boxes, proposed), withCaption);
}

/** Adds a proposal although it is on a box: two things may well be in one place. */
export function addBeside(editor: Editor, chosen: OpenProposal): void {
  const { length } = editor.state.current?.sample?.boxes.value ?? [];
  const added = [chosen.proposed.box];
  take(editor, [chosen], { replaced: new Map(), added, taken: [0], indices: [length] }, false);
}

function take(
  editor: Editor,
  chosen: readonly OpenProposal[],
  { replaced, added, taken, indices }: Acceptance,
  withCaption: boolean,
): void {
  leaveField(editor);
  const sample = editor.state.current?.sample;
  const ready = readyOf(editor.state);
  if (sample === undefined || ready === undefined) return;
  const caption = withCaption ? ready.caption : '';
  if (taken.length > 0 && refused(editor, 'boxes')) return;
  if (caption !== '' && refused(editor, 'caption')) return;
  const edits = [
    ...mergeBoxes(sample, replaced, added),
    ...(caption === '' ? [] : setText(sample.caption, caption)),
  ];
  const step = crypto.randomUUID();
  const label = taken.length === 1 ? 'Accept proposal' : 'Accept proposals';
  if (edits.length > 0 && !apply(editor, edits, label, { step })) return;
  editor.announce(
    [
      added.length > 0 ? `Added ${plural(added.length, 'box', 'boxes')}` : '',
      replaced.size > 0 ? `Replaced ${[...replaced.keys()].map((index) => `box ${index + 1}`).join()}` : '',
      caption === '' ? '' : 'Took the caption',
    ]
      .filter((part) => part !== '')
      .join('. '),
  );
  const boxes = taken.flatMap((place) => chosen[place]?.index ?? []);
  editor.state.selection = { layer: 'truth', indices };
  decide(editor, ready, { step, boxes, caption: [ready.caption, caption === '' ? ready.caption : ''] });
}

export function reject(editor: Editor, chosen: readonly OpenProposal[]): void {
  const { state } = editor;
  const ready = readyOf(state);
  if (ready === undefined) return;
  const place = Math.min(...(state.selection.layer === 'proposal' ? state.selection.indices : [0]));
  const closed = chosen.map(({ index }) => index);
  const open = ready.open.filter((index) => !closed.includes(index));
  const next = Math.min(place, open.length - 1);
  editor.announce(`Rejected ${plural(chosen.length, 'proposal')}`);
  state.selection = { layer: 'proposal', indices: next < 0 ? [] : [next] };
  put(editor, { ...ready, open });
}

export function rejectAll(editor: Editor): void {
  reject(editor, openProposals(editor.state));
  leaveCaption(editor, '');
}

/** Writes a caption into the sample, and keeps what is left of the proposed one. */
export function takeCaption(editor: Editor, caption: string, left: string): void {
  leaveField(editor);
  const sample = editor.state.current?.sample;
  const ready = readyOf(editor.state);
  if (sample === undefined || ready === undefined) return;
  if (refused(editor, 'caption')) return;
  const step = crypto.randomUUID();
  if (!apply(editor, setText(sample.caption, caption), 'Accept caption', { step })) return;
  editor.announce('Accepted');
  decide(editor, ready, { step, boxes: [], caption: [ready.caption, left === caption ? '' : left] });
}

/** What is left of the proposed caption after some of it was refused. */
export function leaveCaption(editor: Editor, caption: string): void {
  const ready = readyOf(editor.state);
  if (ready !== undefined) put(editor, { ...ready, caption });
}

/** Opens what an undo took back, and closes it where it is done again. */
export function followStep(state: State, { name, done }: NonNullable<HostEvents['changed']['step']>): void {
  for (const [row, proposal] of state.proposals) {
    const step =
      proposal.status === 'ready' ? proposal.accepted.find((each) => each.step === name) : undefined;
    if (proposal.status !== 'ready' || step === undefined) continue;
    const others = proposal.open.filter((index) => !step.boxes.includes(index));
    const open = done ? others : [...others, ...step.boxes].sort((a, b) => a - b);
    const [before, after] = step.caption;
    // A sentence that was refused since stays so.
    const caption = proposal.caption === (done ? before : after) ? (done ? after : before) : proposal.caption;
    state.proposals.set(row, { ...proposal, open, caption });
    if (state.selection.layer === 'proposal' && row === state.current?.id) {
      state.selection = { layer: 'proposal', indices: [] };
    }
  }
}

function readyOf(state: State): Ready | undefined {
  const ready = proposalOf(state);
  return ready?.status === 'ready' ? ready : undefined;
}

function decide(editor: Editor, ready: Ready, accepted: Ready['accepted'][number]): void {
  put(editor, {
    ...ready,
    open: ready.open.filter((index) => !accepted.boxes.includes(index)),
    caption: accepted.caption[1],
    accepted: [...ready.accepted, accepted],
  });
}

function put(editor: Editor, proposal: Ready): void {
  const { state } = editor;
  const id: RowId | undefined = state.current?.id;
  if (id !== undefined) state.proposals.set(id, proposal);
  editor.changed('canvas', 'inspector', 'toolbar', 'rewards');
}
