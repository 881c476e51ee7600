/** Where in a file of settings the `vqaVerify.rewards` setting is wrong. */
import { findNodeAtLocation, getNodeValue, parseTree, type Node } from 'jsonc-parser';
import type { Json, JsonPath } from '../json.ts';
import { readSelection } from './selection.ts';

export const REWARDS_SETTING = 'vqaVerify.rewards';

export interface SettingProblem {
  /** In UTF-16 units of the file. */
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  /** What the value there was most likely meant to be. */
  readonly nearest?: string;
}

/**
 * The problems of the setting in the text of a `settings.json`, or of a `.code-workspace`, which has its settings
 * under `settings`. None where the text is no JSON with comments: VS Code says that by itself.
 */
export function settingProblems(text: string, under: JsonPath = []): readonly SettingProblem[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const settings = root && findNodeAtLocation(root, [...under]);
  const setting = settings && lastOf(settings, REWARDS_SETTING);
  if (setting === undefined) return [];
  return readSelection(getNodeValue(setting) as Json).problems.map(({ path, message, nearest }) => {
    const { offset, length } = nodeAt(setting, path);
    return nearest === undefined ? { offset, length, message } : { offset, length, message, nearest };
  });
}

/** The value of a key: of its last one, which is the one that counts. */
function lastOf(object: Node, key: string): Node | undefined {
  const properties = object.type === 'object' ? (object.children ?? []) : [];
  return properties.filter(({ children }) => children?.[0]?.value === key).at(-1)?.children?.[1];
}

/** The value at `path`, or the nearest around it that there is; for a key that should not be there, its value. */
function nodeAt(setting: Node, path: JsonPath): Node {
  let node = setting;
  for (const step of path) {
    const inside = findNodeAtLocation(node, [step]);
    if (inside === undefined) break;
    node = inside;
  }
  return node;
}
