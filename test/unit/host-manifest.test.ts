import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COORDINATE_CONVENTIONS } from '../../src/core/geometry/coordinates.ts';
import { ADVANTAGE_PRESETS, DEFAULT_PRESET } from '../../src/core/rollouts/advantage.ts';
import { EDITOR_COMMANDS } from '../../src/protocol/commands.ts';
import { ROLLOUT_COMMANDS } from '../../src/protocol/rolloutCommands.ts';
import { rewardsSchema } from '../../scripts/lib/rewardsSchema.ts';
import { keyOf, MAPPED_COMMANDS } from '../../webview/dataset/keymap.ts';
import manifest from '../../package.json' with { type: 'json' };

const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command);
const ours = (names: readonly string[]): string[] => names.map((name) => `vqaVerify.${name}`);

/** Of reward functions, which need no active editor. */
const FUNCTION_COMMANDS = [
  'runReward',
  'debugReward',
  'addRewardFunction',
  'pinRewardCase',
  'scoreRollouts',
  'debugRowsBelow',
  'choosePython',
];

describe('the manifest', () => {
  it('declares exactly the commands that are built', () => {
    expect([...declared].sort()).toEqual(
      [
        ...ours(EDITOR_COMMANDS),
        ...ours(ROLLOUT_COMMANDS),
        ...ours([
          'openDataset',
          'openRollouts',
          'openSampleDataset',
          'compareWithHead',
          ...FUNCTION_COMMANDS,
        ]),
      ].sort(),
    );
  });

  it('gives every command the category VQA-Verify', () => {
    expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(new Set(['VQA-Verify']));
  });

  it('binds every editor command to a key, only while the canvas or the list has focus', () => {
    expect(new Set(contributes.keybindings.map(({ command }) => command))).toEqual(
      new Set([...ours(EDITOR_COMMANDS), ...ours(ROLLOUT_COMMANDS)]),
    );
    for (const { command, when } of contributes.keybindings) {
      const focus = ours(ROLLOUT_COMMANDS).includes(command) ? 'rolloutsFocus' : 'canvasFocus';
      expect(when.split(' && '), command).toContain(`vqaVerify.${focus}`);
    }
  });

  it.each(['default', 'cvat'])('gives no key two meanings at once in the %s map', (keymap) => {
    const meanings = new Map<string, string>();
    for (const { command, key, when } of contributes.keybindings) {
      const inMap = /keymap (==|!=) 'cvat'/.exec(when)?.[1];
      if (inMap !== undefined && (inMap === '==') !== (keymap === 'cvat')) continue;
      const page = when.includes('rolloutsFocus') ? 'rollouts' : 'dataset';
      const chord = `${page} ${key} ${/(!?)vqaVerify\.imageFocus/.exec(when)?.[0] ?? ''}`;
      expect(meanings.get(chord), `${chord} already means this`).toBeUndefined();
      meanings.set(chord, command);
    }
  });

  it.each(['default', 'cvat'] as const)('binds the keys that the editor shows in the %s map', (keymap) => {
    for (const command of MAPPED_COMMANDS) {
      const bound = contributes.keybindings.filter(
        (binding) =>
          binding.command === `vqaVerify.${command}` &&
          binding.when.includes(`keymap ${keymap === 'cvat' ? '==' : '!='} 'cvat'`),
      );
      expect(bound.map(({ key }) => key)).toEqual([keyOf(command, keymap).toLowerCase()]);
      expect(bound.map(({ key, mac = key }) => mac.replace('cmd', '⌘'))).toEqual([
        keyOf(command, keymap, true).toLowerCase(),
      ]);
    }
    const mapped = contributes.keybindings.filter(({ when }) => when.includes('vqaVerify.keymap'));
    expect(new Set(mapped.map(({ command }) => command))).toEqual(new Set(ours(MAPPED_COMMANDS)));
  });

  it('offers editor commands in the palette only beside an active editor of their kind', () => {
    const palette = new Map(contributes.menus.commandPalette.map(({ command, when }) => [command, when]));
    for (const command of ours(EDITOR_COMMANDS)) {
      expect(palette.get(command), command).toBe('activeCustomEditorId == vqaVerify.dataset');
    }
    for (const command of ours(ROLLOUT_COMMANDS)) {
      expect(palette.get(command), command).toBe('activeCustomEditorId == vqaVerify.rollouts');
    }
  });

  it('describes every setting, reads each one, and restricts only settings that exist', () => {
    const settings = Object.entries(contributes.configuration.properties);
    const source = readFileSync(new URL('../../src/host/settings.ts', import.meta.url), 'utf8');
    for (const [name, setting] of settings) {
      const text = 'description' in setting ? setting.description : setting.markdownDescription;
      expect(text, name).toMatch(/\.$/);
      const key = name.slice('vqaVerify.'.length);
      const usedByKeybindings = contributes.keybindings.some(({ when }) => when.includes(`config.${name}`));
      expect(usedByKeybindings || source.includes(`'${key}'`), name).toBe(true);
    }
    const names = settings.map(([name]) => name);
    for (const name of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) {
      expect(names).toContain(name);
    }
  });

  it('offers every coordinate convention and every preset of advantages', () => {
    const { properties } = contributes.configuration;
    for (const name of ['coordinates', 'rewardCoordinates'] as const) {
      expect(properties[`vqaVerify.${name}`].enum).toEqual([...COORDINATE_CONVENTIONS]);
      expect(properties[`vqaVerify.${name}`].enumDescriptions).toHaveLength(COORDINATE_CONVENTIONS.length);
    }
    expect(properties['vqaVerify.advantage'].enum).toEqual([...ADVANTAGE_PRESETS]);
    expect(properties['vqaVerify.advantage'].enumDescriptions).toHaveLength(ADVANTAGE_PRESETS.length);
    expect(properties['vqaVerify.advantage'].default).toBe(DEFAULT_PRESET);
  });

  it('offers every reward with its options; npm run manifest writes them', () => {
    expect(contributes.configuration.properties['vqaVerify.rewards']).toEqual(rewardsSchema());
  });

  it('walks through commands that exist, with pages that exist', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    for (const { description, media, completionEvents } of steps) {
      expect(existsSync(new URL(`../../${media.markdown}`, import.meta.url)), media.markdown).toBe(true);
      const used = [...description.matchAll(/command:([\w.]+)/g)].map((match) => match[1]);
      const events = (completionEvents ?? []).map((event) => event.replace('onCommand:', ''));
      expect(declared).toEqual(expect.arrayContaining([...used, ...events]));
    }
  });

  it('names an icon that exists', () => {
    expect(existsSync(new URL(`../../${manifest.icon}`, import.meta.url))).toBe(true);
  });
});
