/** Proposals of the local model: asking for them, and what is still open of them. Deciding is another's part. */
import type { Sample } from '../../src/core/sample.ts';
import type { ModelProgress, Proposal } from '../../src/protocol/dataset.ts';
import type { ProposedBox } from '../../src/protocol/model.ts';
import { isCancelled, messageOf } from '../ui/errors.ts';
import { plural } from '../ui/format.ts';
import { sameThing } from './acceptance.ts';
import type { Editor } from './editor.ts';
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
      /**
       * What is left of the proposed caption: the sentences that were rejected are as in the sample. Empty once
       * all of it is decided.
       */
      readonly caption: string;
      /** What was accepted, so that its undo opens it again. */
      readonly accepted: readonly Accepted[];
    };

export interface Accepted {
  /** Name of the undo step. */
  readonly step: string;
  /** Indices of the proposed boxes. */
  readonly boxes: readonly number[];
  /** What was left of the caption before and after. */
  readonly caption: readonly [before: string, after: string];
}

export interface OpenProposal {
  /** Into the proposal's boxes. */
  readonly index: number;
  readonly proposed: ProposedBox;
  /** Index of the sample's box that it would take the place of; −1 where there is none. */
  readonly replaces: number;
  /** Whether Enter adds it: it matters to the question, and nothing is there yet. */
  readonly preselected: boolean;
}

export function proposalOf({ current, proposals }: State): ProposalState | undefined {
  return current === undefined ? undefined : proposals.get(current.id);
}

const NONE: readonly OpenProposal[] = [];
const openCache = new WeakMap<
  ProposalState,
  { readonly sample: Sample | undefined; readonly open: readonly OpenProposal[] }
>();

export function openProposals(state: State): readonly OpenProposal[] {
  const ready = proposalOf(state);
  if (ready?.status !== 'ready') return NONE;
  const sample = state.current?.sample;
  const held = openCache.get(ready);
  if (held?.sample === sample && held !== undefined) return held.open;
  const boxes = sample?.boxes.value ?? [];
  const open = ready.open.flatMap((index) => {
    const proposed = ready.proposal.boxes[index];
    if (proposed === undefined) return [];
    const replaces = sameThing(boxes, proposed.box);
    return [{ index, proposed, replaces, preselected: proposed.why !== undefined && replaces < 0 }];
  });
  openCache.set(ready, { sample, open });
  return open;
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
      accepted: [],
    });
    if (state.current?.id === id) editor.announce(summaryOf(openProposals(state)));
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

function summaryOf(open: readonly OpenProposal[]): string {
  const preselected = open.filter((each) => each.preselected).length;
  const replacing = open.filter(({ replaces }) => replaces >= 0).length;
  const parts = [plural(open.length, 'proposed box', 'proposed boxes'), `${preselected} preselected`];
  if (replacing > 0) parts.push(`${replacing} may replace a box that is there`);
  return parts.join(', ');
}
