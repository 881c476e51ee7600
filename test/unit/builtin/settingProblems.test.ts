import { describe, expect, it } from 'vitest';
import { settingProblems } from '../../../src/core/rewards/settingProblems.ts';

/** What is underlined, with what is said of it. */
const underlined = (text: string, under: string[] = []): string[] =>
  settingProblems(text, under).map(
    ({ offset, length, message }) => `${text.slice(offset, offset + length)} ${message}`,
  );

describe('problems of the rewards setting', () => {
  const text = `{
    // chosen for the first run
    "editor.fontSize": 12,
    "vqaVerify.rewards": [
      { "name": "anls" },
      { "name": "vqaAcuracy", "weight": 1 },
      { "name": "boxF1", "options": { "threshold": 7, "treshold": 1 } },
      "bbox",
    ],
  }`;

  it('are found where they are written', () => {
    expect(underlined(text)).toEqual([
      '"vqaAcuracy" there is no reward "vqaAcuracy"; did you mean vqaAccuracy?',
      '7 boxF1: threshold must be at most 1, not 7',
      '1 boxF1: there is no option treshold; did you mean threshold?',
      '"bbox" a reward must be an object with a name, e.g. {"name": "anls"}',
    ]);
    expect(settingProblems(text)[0]?.nearest).toBe('vqaAccuracy');
  });
  it('are found in the settings of a workspace file', () => {
    const workspace = `{"folders": [], "settings": {"vqaVerify.rewards": 3}}`;
    expect(underlined(workspace, ['settings'])).toEqual(['3 rewards must be a list']);
    expect(underlined(workspace)).toEqual([]);
  });
  it('are those of the last of several settings of that name, which counts', () => {
    expect(underlined(`{"vqaVerify.rewards": 1, "vqaVerify.rewards": 2}`)).toEqual([
      '2 rewards must be a list',
    ]);
  });
  it('are none where nothing is set, or the file is no JSON', () => {
    expect(
      ['', '{}', '[]', '{"vqaVerify.rewards": []}', '{"vqaVerify.'].flatMap((each) => underlined(each)),
    ).toEqual([]);
  });
});
