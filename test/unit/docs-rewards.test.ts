import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CoordinateConvention } from '../../src/core/geometry/coordinates.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { BUILT_INS } from '../../src/core/rewards/builtIns.ts';
import { groundTruthOf } from '../../src/core/rewards/groundTruth.ts';
import type { RewardError } from '../../src/core/rewards/reward.ts';
import { RewardRunner } from '../../src/core/rewards/rewardRunner.ts';
import { readSelection } from '../../src/core/rewards/selection.ts';

interface Example {
  readonly completion: string;
  readonly row?: JsonObject;
  readonly options?: JsonObject;
  readonly coordinates?: CoordinateConvention;
  readonly components?: Readonly<Record<string, number>>;
  readonly expected: number | RewardError;
}

const page = readFileSync(new URL('../../docs/rewards.md', import.meta.url), 'utf8');

/** The page by its third-level headings, each with the text below it. */
const sections = new Map(
  page.split(/^### /m).flatMap((section): [string, string][] => {
    const [name = '', ...lines] = section.split('\n');
    return section === '' ? [] : [[name, lines.join('\n').split(/^## /m)[0] ?? '']];
  }),
);

const fenced = (text: string, language: string): string[] =>
  Array.from(text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms')), ([, code = '']) => code);

describe('docs/rewards.md', () => {
  it('has a section for each reward, in the order in which they are offered', () => {
    const names = BUILT_INS.map(({ name }) => name);
    expect([...sections.keys()].slice(1)).toEqual(names);
  });

  describe.each(BUILT_INS)('$name', (builtIn) => {
    const { name, summary, source, options, standard } = builtIn;
    const section = sections.get(name) ?? '';

    it('says what it gives, where it is defined, and which columns it reads', () => {
      expect(section).toContain(`\n${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n`);
      expect(section).toContain(`\nSource: ${source}.\n`);
      const columns = standard.columns.map((column) => `\`${column}\``).join(', ');
      expect(section).toContain(`\nColumns: ${columns === '' ? 'none' : columns}.`);
    });
    it('lists its options with their defaults', () => {
      const rows = Array.from(
        section.matchAll(/^\| `(\w+)`\s*\| `(.*?)`\s*\| (.*?)\s*\|$/gm),
        ([, option, value, meaning = '']) => [option, value, meaning.replaceAll('`', '')],
      );
      expect(rows).toEqual(
        Object.entries(options).map(([option, spec]) => [option, JSON.stringify(spec.default), spec.summary]),
      );
    });
    const examples = fenced(section, 'json').map((code) => JSON.parse(code) as Example);
    it('has an example', () => {
      expect(examples.length).toBeGreaterThan(0);
    });
    it.each(examples)('gives $expected for $completion', (example) => {
      const { completion, row = {}, coordinates, components, expected } = example;
      const runner = new RewardRunner(coordinates === undefined ? {} : { coordinates });
      const sample = { truth: groundTruthOf(row), row };
      const result = runner.run(builtIn.create(example.options ?? {}), completion, sample);
      if (typeof expected === 'number') expect(result.value?.toFixed(4)).toBe(expected.toFixed(4));
      else expect(result.error).toEqual(expected);
      for (const [part, value] of Object.entries(components ?? {})) {
        expect(result.components?.[part]?.toFixed(4), part).toBe(value.toFixed(4));
      }
    });
  });

  it('shows a setting that is right', () => {
    const [setting = ''] = fenced(page, 'jsonc');
    const { 'vqaVerify.rewards': rewards } = JSON.parse(`{${setting}}`) as JsonObject;
    expect(readSelection(rewards).problems).toEqual([]);
    expect(readSelection(rewards).rewards.map(({ name, weight }) => [name, weight])).toEqual([
      ['tagFormat', 0.5],
      ['boxF1', 1],
      ['anls', 1],
    ]);
  });

  it('names every kind of error that is no exception of Python’s', () => {
    for (const type of ['MissingColumn', 'WrongColumn', 'WrongSize', 'BadOption']) {
      expect(page).toContain(`\`${type}\``);
    }
  });
});
