/** The keys that the two key maps give to commands, as the manifest binds them; a test holds it to that. */
import type { EditorCommand } from '../../src/protocol/commands.ts';
import type { Keymap } from '../../src/protocol/dataset.ts';
import type { State } from './state.ts';

const KEYS = {
  nextSample: { default: 'D', cvat: 'F' },
  previousSample: { default: 'A', cvat: 'D' },
  drawBox: { default: 'R', cvat: 'N' },
  drawBoxSticky: { default: 'Shift+R', cvat: 'Shift+N' },
  copyBoxesFromPrevious: { default: 'B', cvat: 'Ctrl+B' },
} as const satisfies Partial<Record<EditorCommand, Record<Keymap, string>>>;

export type MappedCommand = keyof typeof KEYS;
export const MAPPED_COMMANDS = Object.keys(KEYS) as MappedCommand[];

/** The key of a command, as people write it: "Ctrl+B", on a Mac "⌘+B". */
export function keyOf(command: MappedCommand, keymap: Keymap, mac = false): string {
  const key = KEYS[command][keymap];
  return mac ? key.replace('Ctrl', '⌘') : key;
}

export function shownKey({ opened }: State, command: MappedCommand): string {
  return keyOf(command, opened?.settings.keymap ?? 'default', opened?.mac);
}
