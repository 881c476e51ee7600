import { BUILT_INS } from '../core/rewards/builtIns.ts';
import { copyHead, type HeadCopy } from '../node/git/headCopy.ts';
import { Runners } from '../node/runner/runners.ts';
import { oneOf } from './args.ts';
import { UsageError, type CommandIo } from './command.ts';
import type { Other } from './rewardCompare.ts';
import { withSetOptions } from './rewardSettings.ts';
import { readNumber, readParams, requireFile, type FunctionParams, type Given } from './rewardTarget.ts';

/** Seconds for the file with all it imports, which may be a deep-learning framework. */
const LOAD_LIMIT = 300;
const CALL_LIMIT = 30;

/** What was started for a run, and has to be ended with it. */
export class Started {
  private readonly all: Runners[] = [];
  private copy: HeadCopy | undefined;

  constructor(
    private readonly dist: string,
    private readonly options: Given,
    private readonly io: CommandIo,
  ) {}

  /** Processes of their own: modules of one version are not those of another. */
  runners(env: Readonly<Record<string, string>> = {}): Runners {
    const { dist, options, io } = this;
    const runners = new Runners({
      dist,
      env,
      cwd: process.cwd(),
      limits: { call: readTimeout(options), load: LOAD_LIMIT },
      chosen: (runtime) => Promise.resolve(options.get(runtime)),
      onOutput: (text) => io.stderr.write(text),
    });
    this.all.push(runners);
    return runners;
  }

  /** Throws UsageError and GitError. */
  async other(written: string, params: FunctionParams): Promise<Other> {
    const [, kind, name = ''] = /^(logged|builtin):(.+)$/s.exec(written) ?? [];
    if (kind === 'logged') return { kind, name };
    if (kind === 'builtin') {
      const known = BUILT_INS.map((each) => each.name);
      return { kind, name: oneOf(name, known, 'reward') };
    }
    if (written === 'HEAD') {
      this.copy = await copyHead({ file: params.target.file, cwd: process.cwd() });
      const { file, env, commit } = this.copy;
      const target = { ...params.target, file };
      return {
        kind: 'function',
        title: `HEAD ${commit}`,
        params: { ...params, target },
        runners: this.runners(env),
      };
    }
    const other = readParams(written, this.options);
    await requireFile(other.target.file, written);
    return {
      kind: 'function',
      title: written,
      params: await withSetOptions(other, this.options, this.io),
      runners: this.runners(),
    };
  }

  async end(): Promise<void> {
    for (const runners of this.all) runners.dispose();
    await this.copy?.remove();
  }
}

function readTimeout(options: Given): number {
  const seconds = readNumber(options, 'timeout', CALL_LIMIT);
  if (seconds === 0) throw new UsageError('--timeout has to be more than 0 seconds');
  return seconds;
}
