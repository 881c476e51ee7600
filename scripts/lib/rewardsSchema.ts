/** What the manifest says of the `vqaVerify.rewards` setting, made from the rewards that there are. */
import type { Json, JsonObject } from '../../src/core/json.ts';
import { BUILT_INS } from '../../src/core/rewards/builtIns.ts';
import type { OptionSpec } from '../../src/core/rewards/options.ts';
import { REWARD_NAMES } from '../../src/core/rewards/reward.ts';
import { REWARD_KINDS, type RewardKind } from '../../src/core/rewards/selection.ts';

const KINDS: Readonly<Record<RewardKind, string>> = {
  builtin: 'One of the rewards that come with VQA-Verify.',
  trl: 'Your function, called as TRL does.',
  swift: 'Your class, called as ms-swift does.',
  verl: 'Your compute_score, called as verl does.',
  easyr1: 'Your compute_score, called as EasyR1 does.',
  openrlhf: 'Your reward_func, called as OpenRLHF does.',
  verifiers: 'Your function, called as a Rubric of verifiers does.',
  batch: 'Your TypeScript or JavaScript function of (completions, columns).',
  single: 'Your TypeScript or JavaScript function of (completion, row).',
};

export function rewardsSchema(): JsonObject {
  return {
    type: 'array',
    scope: 'resource',
    order: 7,
    default: REWARD_NAMES.map((name) => ({ name })),
    markdownDescription:
      'The rewards that score completions, and what each weighs in the total. `name` is one of those that come with ' +
      'VQA-Verify, or a name of your own for a function in the file `path`. SATORI’s four where the list is empty.',
    items: {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      defaultSnippets: [{ label: 'A reward', body: { name: '$1', weight: 1 } }],
      properties: {
        name: {
          description: 'The name of the reward.',
          anyOf: [
            {
              enum: BUILT_INS.map(({ name }) => name),
              enumDescriptions: BUILT_INS.map(({ summary }) => sentence(summary)),
            },
            { type: 'string', minLength: 1 },
          ],
        },
        weight: { type: 'number', default: 1, description: 'What its value is multiplied by in the total.' },
        options: { type: 'object', description: 'What can be set about the reward.' },
        kind: {
          enum: [...REWARD_KINDS],
          enumDescriptions: REWARD_KINDS.map((kind) => KINDS[kind]),
          description: 'Where the reward comes from, and how a function of your own is called.',
        },
        path: { type: 'string', description: 'The file with your function.' },
        symbol: {
          type: 'string',
          description:
            'The name of your function in the file, where the file has several. Without a file: the reward that comes ' +
            'with VQA-Verify, where name is one of your own, so that a reward can be chosen several times.',
        },
      },
      allOf: BUILT_INS.filter(({ options }) => Object.keys(options).length > 0).map(({ name, options }) => ({
        if: {
          anyOf: ['name', 'symbol'].map((key) => ({
            properties: { [key]: { const: name } },
            required: [key],
          })),
        },
        then: {
          properties: {
            options: {
              additionalProperties: false,
              properties: Object.fromEntries(
                Object.entries(options).map(([option, spec]) => [option, optionSchema(spec)]),
              ),
            },
          },
        },
      })),
    },
  };
}

function optionSchema(spec: OptionSpec): JsonObject {
  const common = { default: plain(spec.default), description: sentence(spec.summary) };
  switch (spec.type) {
    case 'number':
    case 'integer':
      return {
        type: spec.type,
        ...(spec.minimum !== undefined && { minimum: spec.minimum }),
        ...(spec.maximum !== undefined && { maximum: spec.maximum }),
        ...common,
      };
    case 'boolean':
      return { type: 'boolean', ...common };
    case 'choice':
      return { enum: [...spec.choices], ...common };
    case 'text':
      return { type: 'string', minLength: 1, ...common };
    case 'texts':
      return { type: 'array', items: { type: 'string', minLength: 1 }, ...common };
  }
}

const plain = (value: OptionSpec['default']): Json => (typeof value === 'object' ? [...value] : value);

const sentence = (phrase: string): string => `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
