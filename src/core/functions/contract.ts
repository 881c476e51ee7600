/** The conventions by which trainers call a reward function. */
export const CONTRACTS = [
  /** TRL's GRPOTrainer: a batch, columns as keyword lists. */
  'trl',
  /** ms-swift: a class whose objects are called with a batch of texts, columns as keyword lists. */
  'swift',
  /** verl: `compute_score` of one completion. */
  'verl',
  /** EasyR1: `compute_score` of a list of inputs, or of one where REWARD_TYPE is "sequential". */
  'easyr1',
  /** OpenRLHF: `reward_func(queries, prompts, labels)`. */
  'openrlhf',
  /** verifiers' Rubric: arguments by name, plural names for a whole group. */
  'verifiers',
  /** TypeScript and JavaScript: `(completions, columns)`. */
  'batch',
  /** TypeScript and JavaScript: `(completion, row)`. */
  'single',
] as const;
export type Contract = (typeof CONTRACTS)[number];

export const PYTHON_CONTRACTS: readonly Contract[] = [
  'trl',
  'swift',
  'verl',
  'easyr1',
  'openrlhf',
  'verifiers',
];
export const SCRIPT_CONTRACTS: readonly Contract[] = ['batch', 'single'];
