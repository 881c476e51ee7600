import path from 'node:path';
import * as vscode from 'vscode';
import { readSample } from '../../core/readSample.ts';
import type { ImageRef } from '../../core/sample.ts';
import type { GroupDetail, RolloutPlaceInGroup, RolloutsHostMethods } from '../../protocol/rollouts.ts';
import { COMPARE_METHODS } from '../../protocol/rollouts/compare.ts';
import { LIST_METHODS } from '../../protocol/rollouts/list.ts';
import { PLOT_METHODS } from '../../protocol/rollouts/plots.ts';
import { SAMPLE_METHODS } from '../../protocol/rollouts/samples.ts';
import { SQL_METHODS } from '../../protocol/rollouts/sql.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { Scoring } from '../functions/scoring.ts';
import { compareMethods } from './compareMethods.ts';
import type { RolloutsDocument } from './document.ts';
import { exportRows } from './exporting.ts';
import { passOn } from './passOn.ts';
import { runsMethods, type RunsContext } from './runs.ts';
import { savingMethods } from './saving.ts';

export interface RolloutsContext {
  readonly document: RolloutsDocument;
  readonly webview: vscode.Webview;
  readonly scoring: Scoring;
  readonly runs: Omit<RunsContext, 'document'>;
  /** The page is there; answers what it is to show. */
  readonly opened: () => RolloutPlaceInGroup | undefined;
  readonly viewed: (view: { readonly focus: boolean; readonly rollout?: number }) => void;
  /** Opens a row of the dataset in its editor. */
  readonly openRow: (dataset: vscode.Uri, row: number) => Promise<void>;
}

/** What one panel's webview may ask; what is about the dump goes on to its worker. */
export function rolloutsMethods(context: RolloutsContext): Handlers<RolloutsHostMethods> {
  const { document, webview } = context;
  return {
    async start() {
      const show = context.opened();
      return {
        name: path.basename(document.uri.path),
        settings: document.settings,
        mac: process.platform === 'darwin',
        wheelZoom: document.wheelZoom,
        state: await document.run.call('state', null),
        ...(show !== undefined && { show }),
      };
    },
    ...passOn(document.run, LIST_METHODS),
    ...passOn(document.run, PLOT_METHODS),
    ...runsMethods({ document, ...context.runs }),
    ...passOn(document.run, SAMPLE_METHODS),
    ...passOn(document.run, SQL_METHODS),
    ...passOn(document.run, COMPARE_METHODS),
    ...compareMethods(document, context.scoring),
    state: () => document.run.call('state', null),
    async mapColumns() {
      await vscode.commands.executeCommand('workbench.action.openSettings', '@id:vqaVerify.rolloutColumns');
      return null;
    },
    async group({ id }) {
      const detail = await document.run.call('group', { id });
      return { ...detail, image: await document.images.view(imageOf(detail, document), webview) };
    },
    async openRow({ row }) {
      if (document.datasetUri !== undefined) await context.openRow(document.datasetUri, row);
      return null;
    },
    async openSource({ source, line }) {
      const at = new vscode.Position(line - 1, 0);
      await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(source), 'default', {
        selection: new vscode.Range(at, at),
        viewColumn: vscode.ViewColumn.Beside,
      });
      return null;
    },
    async chooseDataset() {
      await document.chooseDataset();
      return null;
    },
    ...savingMethods(document, webview),
    async exportRows({ where }) {
      await exportRows(document, where);
      return null;
    },
    view(view) {
      context.viewed(view);
      return null;
    },
    useFunction({ command }) {
      // Its questions may stay open for as long as the person likes.
      void vscode.commands.executeCommand(`vqaVerify.${command}`);
      return null;
    },
  };
}

/** The sample's image, else the one that the prompt names. */
function imageOf({ sample, turns }: GroupDetail, document: RolloutsDocument): ImageRef | undefined {
  const linked = sample && readSample(sample.row, document.settings.columns).image.value;
  if (linked !== undefined) return linked;
  const [logged] = turns.flatMap(({ images }) => images ?? []);
  return logged === undefined ? undefined : { kind: 'path', path: logged };
}
