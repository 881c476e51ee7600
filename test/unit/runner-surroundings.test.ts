import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover } from '../../src/core/functions/discover.ts';
import { nodeRunner, pythonRunner } from '../../src/node/runner/command.ts';
import { findPython } from '../../src/node/runner/interpreters.ts';
import type { RunResult } from '../../src/node/runner/runnerClient.ts';
import type { RunnerRow, RunParams } from '../../src/protocol/runner.ts';
import { EXAMPLES, FIXTURES, params, rewardsOf, row, startRunners, type Runners } from './support/runners.ts';

let runners: Runners;
let folder: string;
beforeAll(async () => {
  runners = await startRunners();
  folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-surroundings-'));
});
afterAll(() => {
  runners.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('what a reward function runs in', () => {
  const NOT_HANDED_ON = {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: '--no-warnings',
    VSCODE_PID: '1',
    VSCODE_IPC_HOOK_CLI: 'x',
    VQA_VERIFY_SERVER_KEY: 'secret',
    VQA_VERIFY_RUNNER_TOKEN: 'secret',
  };
  const env = (): NodeJS.ProcessEnv => ({ ...process.env, ...NOT_HANDED_ON, KEPT: 'kept' });
  const names = Object.keys(NOT_HANDED_ON);

  it('is the environment of the editor without what is the editor’s, in the workspace folder (Python)', async () => {
    const { dist } = runners;
    const interpreter = await findPython({ folder });
    const client = runners.client('python', {
      command: () => Promise.resolve(pythonRunner({ dist, cwd: folder, env: env(), interpreter })),
    });
    const file = path.join(FIXTURES, 'surroundings.py');
    const { calls } = await client.run(params(file, [[row('x', { answer: names, ground_truth: names })]]));
    expect(calls[0]?.outcomes[0]?.extras).toEqual({ seen: [], folder, kept: 'kept' });
  });

  it('is the same for a script', async () => {
    const { dist } = runners;
    const interpreter = process.execPath;
    const client = runners.client('node', {
      command: () => Promise.resolve(nodeRunner({ dist, cwd: folder, env: env(), interpreter })),
    });
    const file = path.join(FIXTURES, 'surroundings.ts');
    const result = await client.run(params(file, [[row('x', { names, folder, kept: 'kept' })]]));
    expect(rewardsOf(result)).toEqual([0]);
  });
});

describe('what a debugger started', () => {
  it.each([
    ['surroundings.py', 'python'],
    ['surroundings.ts', 'node'],
  ] as const)('is rid of what belongs to the editor all the same (%s)', async (name, runtime) => {
    const { dist } = runners;
    const options = { dist, cwd: folder };
    const made =
      runtime === 'python'
        ? pythonRunner({ ...options, interpreter: await findPython({ folder }) })
        : nodeRunner({ ...options, interpreter: process.execPath });
    const names = ['VSCODE_PID', 'VQA_VERIFY_SECRET'];
    const env = { ...made.env, VSCODE_PID: '1', VQA_VERIFY_SECRET: 'x', KEPT: 'kept' };
    const client = runners.client(runtime, { command: () => Promise.resolve({ ...made, env }) });
    const asked = row('x', { names, ground_truth: names, folder, kept: 'kept' });
    const { calls } = await client.run(params(path.join(FIXTURES, name), [[asked]]));
    expect(calls[0]?.outcomes[0]).toMatchObject({ reward: 0 });
    if (runtime === 'python') expect(calls[0]?.outcomes[0]?.extras?.seen).toEqual([]);
  });
});

describe('a plugin for ms-swift where ms-swift is not installed', () => {
  const run = (
    target: string,
    rows: readonly RunnerRow[],
    more: Partial<RunParams> = {},
  ): Promise<RunResult> => runners.client('python').run(params(path.join(FIXTURES, target), [rows], more));

  it('loads by the layout of version 3', async () => {
    expect(rewardsOf(await run('swift_3.py:Plain', [row('x')]))).toEqual([1]);
    expect(rewardsOf(await run('swift_3.py:made_here', [row('x')]))).toEqual([0.5]);
    const config = { soft_max_length: 4, soft_cache_length: 2 };
    expect(rewardsOf(await run('swift_3.py:penalty', [row('ab'), row('abc')], { config }))).toEqual([1, 0]);
  });

  it('loads by the layout of version 4, with args, messages, coroutines and None', async () => {
    const messages = [{ role: 'user', content: 'What?' }];
    const rows = [row('a cat', { messages }), row('', { messages })];
    expect(rewardsOf(await run('swift_4.py:Grouped', rows, { config: { num_generations: 4 } }))).toEqual([
      1.5, 1.5,
    ]);
    expect(rewardsOf(await run('swift_4.py:Waiting', rows))).toEqual([0.25, null]);
  });

  it('calls what is registered by other ways, under the name of a module, or of another file', async () => {
    const home = path.join(folder, 'registered');
    mkdirSync(home);
    writeFileSync(
      path.join(home, 'shared.py'),
      'from swift.plugin import ORM as Base\nclass Half(Base):\n    def __call__(self, completions, **kwargs):\n        return [0.5 for _ in completions]\n',
    );
    const text =
      'import math\nfrom shared import Half\nfrom swift.plugin import orms\n\nclass Quarter:\n    def __call__(self, texts, **kwargs):\n        return [0.25 for _ in texts]\n\norms.update({"math": Half})\norms.setdefault("quarter", Quarter)\n';
    const file = path.join(home, 'plugin.py');
    writeFileSync(file, text);
    const found = discover(file, text).map(({ symbol, registered = [] }) => [symbol, ...registered]);
    expect(found).toEqual([
      ['Quarter', 'quarter'],
      ['math', 'math'],
    ]);
    for (const [symbol, reward] of [
      ['math', 0.5],
      ['quarter', 0.25],
      ['Quarter', 0.25],
    ] as const) {
      const { python } = runners;
      expect(rewardsOf(await python.run(params(`${file}:${symbol}`, [[row('x')]])))).toEqual([reward]);
    }
  });

  it('loads with all that the examples of ms-swift import, and names what is used of it', async () => {
    const file = path.join(folder, 'example.py');
    const text = `
from swift.llm import PtEngine, RequestConfig, to_device
from swift.llm.infer.protocol import ChatCompletionResponse
from swift.plugin import ORM, orms, rm_plugins, prms, PRM
from swift.plugin.multi_turn import MultiTurnScheduler, multi_turns
import swift.trainers.rlhf_trainer.utils as utils

class Scheduler(MultiTurnScheduler):
    def step(self, response: ChatCompletionResponse, config: "RequestConfig | None" = None): ...

multi_turns["mine"] = Scheduler

class Plain(ORM):
    def __call__(self, completions, **kwargs):
        return [0.5 for _ in completions]

class Asks(ORM):
    def __call__(self, completions, **kwargs):
        return [PtEngine("model").score(c) for c in completions]

orms["plain"] = Plain
`;
    writeFileSync(file, text);
    const { python } = runners;
    expect(rewardsOf(await python.run(params(`${file}:plain`, [[row('x')]])))).toEqual([0.5]);
    const [call] = (await python.run(params(`${file}:Asks`, [[row('x')]]))).calls;
    expect(call?.error).toMatchObject({
      type: 'NotThere',
      message: 'swift.llm.PtEngine was used, but ms-swift is not installed',
      file,
      line: 19,
      hint: expect.stringMatching(
        /reward registry only\. For the rest: .+ -m pip install ms-swift$/,
      ) as string,
    });
  });

  it('is told in plain words what NLTK lacks', async () => {
    const file = path.join(folder, 'tokens.py');
    const text = `
def reward(completions, **kwargs):
    raise LookupError("\\n*****\\n  Resource \\x1b[93mpunkt_tab\\x1b[0m not found.\\n\\n  \\x1b[31m>>> nltk.download('punkt_tab')\\n  \\x1b[0m\\n*****\\n")
`;
    writeFileSync(file, text);
    const [call] = (await runners.python.run(params(file, [[row('x')]]))).calls;
    expect(call?.error?.message).toMatch(/^Resource punkt_tab not found\./);
    expect(call?.error?.hint).toMatch(/^Fetch it once: .+ -m nltk\.downloader punkt_tab$/);
  });

  it('names an argument that only the training knows', async () => {
    const broken = path.join(folder, 'needs.py');
    writeFileSync(
      broken,
      'from swift.rewards import ORM\nclass Needs(ORM):\n    def __init__(self, args=None):\n        self.x = args.vllm_port\n    def __call__(self, completions, **kwargs):\n        return [1.0 for _ in completions]\n',
    );
    const { error } = await runners.client('python').run(params(broken, [[row('x')]]));
    expect(error?.message).toContain("the trainer's vllm_port is not known here");
  });

  it('says which version is installed where the plugin is for the other', async () => {
    const home = path.join(folder, 'installed');
    mkdirSync(path.join(home, 'swift', 'rewards'), { recursive: true });
    writeFileSync(path.join(home, 'swift', '__init__.py'), '');
    writeFileSync(path.join(home, 'swift', 'rewards', '__init__.py'), 'class ORM:\n    pass\n\norms = {}\n');
    writeFileSync(path.join(home, 'mine.py'), 'from swift.plugin.orm import ORM\n');
    const { error } = await runners.client('python').run(params(path.join(home, 'mine.py'), [[row('x')]]));
    expect(error).toMatchObject({ type: 'ModuleNotFoundError', line: 1 });
    expect(error?.hint).toContain('ms-swift 4 has swift.rewards where ms-swift 3 had swift.plugin');
  });

  it('loads the example of the sample dataset the same way', async () => {
    const file = path.join(EXAMPLES, 'swift_plugin.py:answer_in_tags');
    const answered = row('<answer>Bus</answer>', { possible_answers: ['bus'] });
    expect(rewardsOf(await runners.client('python').run(params(file, [[answered]])))).toEqual([1]);
  });
});
