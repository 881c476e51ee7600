import * as vscode from 'vscode';
import type { ModelClient } from '../../node/modelProcess.ts';
import type { HostMethods, Mode, RowTarget, TestedCompletion, ViewState } from '../../protocol/dataset.ts';
import type { RolloutTarget } from '../../protocol/rollouts/find.ts';
import { CallError, type Handlers } from '../../protocol/rpc.ts';
import { openSource } from '../functions/openSource.ts';
import type { OwnRewards } from '../functions/ownRewards.ts';
import { remember, viewSettings } from '../settings.ts';
import { rowDetail, summaries } from './details.ts';
import type { Author } from './document.ts';
import { imageAction } from './imageAction.ts';
import type { OpenDataset } from './openDataset.ts';
import type { PanelList } from './panelList.ts';
import { propose } from './propose.ts';

/** Shows a rollout in the editor of its dump. */
export type OpenRollout = (dump: vscode.Uri, target: RolloutTarget) => Promise<void>;

export interface MethodContext {
  readonly open: OpenDataset;
  readonly list: PanelList;
  readonly webview: vscode.Webview;
  readonly model: ModelClient;
  readonly ownRewards: OwnRewards;
  readonly openRollout: OpenRollout;
  readonly author: Author;
  readonly mode: () => Mode;
  /** The page is there; answers what it is to show. */
  readonly opened: () => RowTarget | undefined;
  readonly tested: (question: TestedCompletion | null) => void;
  readonly stateChanged: (state: ViewState) => void;
}

/** What one panel's webview may ask. */
export function hostMethods(context: MethodContext): Handlers<HostMethods> {
  const { open, list, author } = context;
  const { document } = open;
  return {
    open() {
      const show = context.opened();
      return {
        rev: document.revision,
        name: baseName(document.uri),
        rows: document.dataset.length,
        readOnly: document.readOnly !== undefined,
        ...(document.readOnly !== undefined && { readOnlyReason: document.readOnly }),
        mode: context.mode(),
        settings: viewSettings(document.uri),
        mac: process.platform === 'darwin',
        ...(show !== undefined && { show }),
        ...(open.rollouts !== undefined && { rollouts: open.rollouts }),
      };
    },
    rows: ({ start, count }) => summaries(open, list.slice(start, count), list.sort),
    row: ({ id }) => rowDetail(open, id, context.webview),
    place: ({ id }) => list.placeOf(id),
    query: async (query, call) => ({ rows: await list.query(query, call) }),
    apply: async (params) => ({ rev: await document.apply(params, author) }),
    async endSession({ session }) {
      await document.endSession(session, author);
      return null;
    },
    async rowAction(action) {
      const select = await document.rowAction(action, author);
      return { rev: document.revision, ...(select !== undefined && { select }) };
    },
    propose: ({ row }, call) => propose(open, row, context.model, call),
    async problems({ start, count }) {
      const { total, complete, problems } = await open.analysis.problems(start, count);
      return {
        total,
        complete,
        problems: problems.map((problem) => ({
          ...problem,
          position: document.dataset.positionOf(problem.row),
        })),
      };
    },
    async groups(question, call) {
      const own = await context.ownRewards.forGroups(document.uri, question.weights);
      return open.analysis.groups(
        { ...question, ...(own !== undefined && { own }) },
        {
          signal: call.signal,
          onProgress: (done) => {
            call.progress(done);
          },
        },
      );
    },
    underTest(question) {
      context.tested(question);
      return null;
    },
    async ownRewards(question, call) {
      const { dataset } = document;
      const edited = question.truth === 'edited' || !dataset.isEdited(question.row);
      const row = await (edited ? dataset.row(question.row) : dataset.savedRow(question.row));
      if (row?.value === undefined) return [];
      return context.ownRewards.score(document.uri, row.value, question, call.signal);
    },
    scored(results) {
      context.ownRewards.builtIns(results);
      return null;
    },
    async openSource(place) {
      await openSource(place);
      return null;
    },
    async openRollout({ dump, source, line, part }) {
      // A page may name no other files than those that are linked.
      if (!open.rolloutFiles.includes(dump)) throw new CallError('NotLinkedError', `${dump} is not linked`);
      await context.openRollout(vscode.Uri.file(dump), { source, line, part });
      return null;
    },
    async revertRow({ row }) {
      await document.revertRow(row, author);
      return { rev: document.revision };
    },
    async changeSettings({ changes }) {
      for (const { name, value } of changes) await remember(name, value, document.uri);
      return null;
    },
    async imageAction({ row, name }) {
      await imageAction(open, row, name);
      return null;
    },
    state(state) {
      context.stateChanged(state);
      return null;
    },
  };
}

function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
