import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ColumnName, ColumnSettings } from '../core/columns.ts';
import {
  COORDINATE_CONVENTIONS,
  REFERENCE_CONVENTION,
  type CoordinateConvention,
} from '../core/geometry/coordinates.ts';
import { ADVANTAGE_PRESETS, DEFAULT_PRESET, type AdvantagePreset } from '../core/rollouts/advantage.ts';
import { rewardList, rolloutColumns, type RolloutMapping } from '../core/rollouts/formats/mapped.ts';
import type { Json } from '../core/json.ts';
import type { ScoringSettings } from '../protocol/analysis.ts';
import type { Settings } from '../protocol/dataset.ts';

export const SECTION = 'vqaVerify';
/** Half of what a reward can give: a ground truth that gets less can hardly be learnt from. */
const DEFAULT_ATTAINABLE_BELOW = 0.5;

/** The part of the settings that the webview works with. */
export function viewSettings(resource: vscode.Uri): Settings {
  const settings = vscode.workspace.getConfiguration(SECTION, resource);
  return {
    columns: columnSettings(resource),
    ...coordinateSettings(resource),
    rewards: rewardsSetting(resource),
    advantage: advantageSetting(resource),
    wheelZoom: settings.get('wheelZoom', true),
    keymap: settings.get('keymap') === 'cvat' ? 'cvat' : 'default',
  };
}

/** The part of the settings that the worker scores ground truths with. */
export function scoringSettings(resource: vscode.Uri): ScoringSettings {
  const settings = vscode.workspace.getConfiguration(SECTION, resource);
  return {
    ...coordinateSettings(resource),
    rewards: rewardsSetting(resource),
    attainableBelow: settings.get('attainableBelow', DEFAULT_ATTAINABLE_BELOW),
  };
}

/** As it is written: a list of `{name, kind?, path?, symbol?, weight?, options?}` where it is right. */
function rewardsSetting(resource: vscode.Uri): Json {
  const settings = vscode.workspace.getConfiguration(SECTION, resource);
  // What VS Code answers refuses to be sent to a worker; its copy does not.
  return JSON.parse(JSON.stringify(settings.get<Json>('rewards') ?? null)) as Json;
}

export function advantageSetting(resource: vscode.Uri): AdvantagePreset {
  const given = vscode.workspace.getConfiguration(SECTION, resource).get<string>('advantage');
  return ADVANTAGE_PRESETS.find((known) => known === given) ?? DEFAULT_PRESET;
}

function coordinateSettings(resource: vscode.Uri): Pick<Settings, 'coordinates' | 'rewardCoordinates'> {
  const settings = vscode.workspace.getConfiguration(SECTION, resource);
  const read = (name: string): CoordinateConvention => {
    const given = settings.get<string>(name);
    // A mistyped setting is underlined where it is written, and must not make every box unreadable.
    return COORDINATE_CONVENTIONS.find((known) => known === given) ?? REFERENCE_CONVENTION;
  };
  return { coordinates: read('coordinates'), rewardCoordinates: read('rewardCoordinates') };
}

export function columnSettings(resource: vscode.Uri): ColumnSettings {
  const given = vscode.workspace
    .getConfiguration(SECTION, resource)
    .get<Partial<Record<ColumnName | 'heatmap', unknown>>>('columns', {});
  return Object.fromEntries(
    Object.entries(given).filter(([, where]) => typeof where === 'string' && where !== ''),
  );
}

/** Where the parts of a rollout stand in rows of no known format, and which numbers are rewards in any. */
export function rolloutMapping(resource: vscode.Uri): RolloutMapping {
  const given = vscode.workspace.getConfiguration(SECTION, resource).get<unknown>('rolloutColumns');
  const written: Readonly<Record<string, unknown>> = typeof given === 'object' ? { ...given } : {};
  const otherColumns = rolloutColumns(written);
  const { rewards } = written;
  return {
    ...(otherColumns !== undefined && { otherColumns }),
    ...(typeof rewards === 'string' && rewards !== '' && { rewards: rewardList(rewards) }),
  };
}

/** Absolute folders of the `imageRoots` setting; relative ones count from the dataset's folder. */
export function imageRoots(resource: vscode.Uri): string[] {
  return writtenImageRoots(resource).map((root) => fromDataset(resource, root));
}

/** The `imageRoots` setting as it is written. */
export function writtenImageRoots(resource: vscode.Uri): string[] {
  return strings(resource, 'imageRoots');
}

export function httpImagesAllowed(resource: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(SECTION, resource).get('allowHttpImages', false);
}

/** Absolute paths of the rollout files linked to a dataset, whether they exist or not. */
export function rolloutFiles(resource: vscode.Uri): string[] {
  const name = datasetName(resource.fsPath);
  return strings(resource, 'rollouts').map((file) =>
    fromDataset(
      resource,
      file.replaceAll('${name}', () => name),
    ),
  );
}

/** `sample` for `/data/sample.vqa.jsonl`. */
export function datasetName(file: string): string {
  return path.basename(file).replace(/(\.vqa)?\.jsonl?$/i, '');
}

/** The `python` or `node` setting, empty where nothing is set. */
export function interpreterSetting(runtime: 'python' | 'node', resource: vscode.Uri): string {
  const settings = vscode.workspace.getConfiguration(SECTION, resource);
  return (runtime === 'python' ? settings.get('python', '') : settings.get('node', '')).trim();
}

/** Where a choice the person makes in an editor is kept: with a trusted workspace, else with the user. */
export async function remember(name: string, value: unknown, resource: vscode.Uri): Promise<void> {
  const inWorkspace =
    vscode.workspace.isTrusted && vscode.workspace.getWorkspaceFolder(resource) !== undefined;
  await vscode.workspace
    .getConfiguration(SECTION, resource)
    .update(
      name,
      value,
      inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
    );
}

function strings(resource: vscode.Uri, name: string): string[] {
  const value = vscode.workspace.getConfiguration(SECTION, resource).get<unknown>(name);
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string' && item !== '')
    : [];
}

function fromDataset(resource: vscode.Uri, file: string): string {
  const expanded = /^~(?=$|[\\/])/.test(file) ? homedir() + file.slice(1) : file;
  return path.resolve(path.dirname(resource.fsPath), expanded);
}
