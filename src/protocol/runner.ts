/**
 * Between whoever wants a user's reward function run (the host, the command line) and the runner process that
 * runs it: packets of rpc.ts, a line of JSON each, over a loopback socket. The runner connects to the port and
 * begins with the event `hello`; the token in it shows that it is the one that was started. Both come in the
 * environment, which a debugger hands on where it would close extra descriptors. The runner removes both from it before
 * it loads a user's code: otherwise that code, or a process that it starts, could answer in the runner's place.
 */
import type { Contract } from '../core/functions/contract.ts';
import type { Json, JsonObject } from '../core/json.ts';

export const PORT_VARIABLE = 'VQA_VERIFY_RUNNER_PORT';
export const TOKEN_VARIABLE = 'VQA_VERIFY_RUNNER_TOKEN';

export interface Message {
  readonly role: string;
  readonly content: Json;
}

/** One completion with what its trainer would know of it. */
export interface RunnerRow {
  readonly completion: string;
  readonly prompt?: string | readonly Message[];
  /** The other columns of the dataset's row. */
  readonly columns: JsonObject;
}

export interface RunTarget {
  /** Absolute path. */
  readonly file: string;
  /** A function, a class, or a name in ms-swift's `orms`; needed only where the file has several. */
  readonly symbol?: string;
  /** Found out by the function's shape unless given. */
  readonly contract?: Contract;
}

export interface RunParams {
  readonly target: RunTarget;
  /** Functions that take a batch get each of these at once; others are called row by row. */
  readonly batches: readonly (readonly RunnerRow[])[];
  /** As a trainer does: the first exception ends the batch. Otherwise functions of one row go on with the next. */
  readonly stopAtError: boolean;
  /** Whether completions are lists of chat messages, for the contracts that know both; found out unless given. */
  readonly chat?: boolean;
  /** Constants that the trainer's configuration gives: ms-swift's `args`, the `reward_kwargs` of verl and EasyR1. */
  readonly config?: JsonObject;
  /** Records every exception raised inside the user's files, caught or not; slower. */
  readonly diagnose?: boolean;
  /** Seconds after which the runner writes to standard error where a call is; whoever started it ends it then. */
  readonly limit?: number;
  /** The same for loading the file. */
  readonly loadLimit?: number;
}

export interface Frame {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly function: string;
  /** The line's text, trimmed. */
  readonly text?: string;
}

/** An exception as people fix it: only their own files, and what to do where that is known. */
export interface RunnerError {
  /** The exception's class, or what the runner found: `InvalidReward`, `Timeout`, `ProcessEnded`, …. */
  readonly type: string;
  readonly message: string;
  /** Where in the user's files, the innermost first known. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Outermost first, only the user's files. */
  readonly frames?: readonly Frame[];
  /** As the language writes it, without the frames of libraries and of the runner. */
  readonly traceback?: string;
  readonly hint?: string;
}

/** An exception seen inside the user's files while a function ran. */
export interface Raised {
  readonly type: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly function: string;
  /** False for the one that ended the call. */
  readonly caught: boolean;
  /** How often the same was raised at the same place. */
  readonly times: number;
}

/** What a function said about one row; a failed reward and a real zero are different things. */
export interface Outcome {
  /** Null where the function answered None or null, or failed. */
  readonly reward: number | null;
  readonly error?: RunnerError;
  /** Further values that the function gave with the reward. */
  readonly extras?: JsonObject;
  /** Of the call, divided by its rows. */
  readonly milliseconds: number;
}

/** Where a call stands: a batch, and the first of its rows that the call is about. */
export interface CallPlace {
  readonly batch: number;
  readonly row: number;
  readonly rows: number;
}

export interface CallEnd extends CallPlace {
  /** One a row; none where `error` ended the call. */
  readonly outcomes: readonly Outcome[];
  readonly error?: RunnerError;
  readonly raised?: readonly Raised[];
  /** What a person should know although the call went well. */
  readonly notes?: readonly string[];
  readonly milliseconds: number;
}

/** How a runner is started; a debugger starts it by the same. */
export interface RunnerCommand {
  readonly runtime: 'python' | 'node';
  /** The interpreter. */
  readonly command: string;
  /** What comes before the program. */
  readonly args: readonly string[];
  /** The runner's own file. */
  readonly program: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** In seconds. */
export interface RunnerLimits {
  /** For one call of the user's function. */
  readonly call: number;
  /** For loading the file with all that it imports. */
  readonly load: number;
}

/** Sent while a run goes on; the clock of the time limit starts with `began` and `loading`. */
export type RunProgress =
  | { readonly loading: string }
  | { readonly loaded: LoadedFunction }
  | { readonly began: CallPlace }
  | { readonly ended: CallEnd };

/** The user's files that were read, by path, with how each looked then (node/fileStamp.ts). */
export type ReadFiles = Readonly<Record<string, string>>;

export interface LoadedFunction {
  readonly symbol: string;
  readonly contract: Contract;
  /** True where a call takes a whole batch, or a whole group. */
  readonly wholeBatch: boolean;
  /** True where the file, or one that it imports from the workspace, was read anew. */
  readonly reloaded: boolean;
  readonly files: ReadFiles;
  /** Of loading. */
  readonly milliseconds: number;
}

/** The file could not be loaded, or holds no such function; else everything was told by progress. */
export interface RunDone {
  readonly error?: RunnerError;
  /** Also what was imported only as the function ran, or on the way to an error. */
  readonly files: ReadFiles;
}

export type RunnerMethods = {
  run(params: RunParams): RunDone;
};

export interface Hello {
  readonly token: string;
  readonly pid: number;
  readonly runtime: 'python' | 'node';
  readonly version: string;
  readonly executable: string;
}

export type RunnerEvents = { hello: Hello };
