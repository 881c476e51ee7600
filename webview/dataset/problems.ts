/** Problems of the file and of the sample on the canvas. */
import type { Problem } from '../../src/core/validate/problem.ts';
import type { HostMethods } from '../../src/protocol/dataset.ts';
import { messageOf } from '../ui/errors.ts';
import type { Editor } from './editor.ts';
import type { State } from './state.ts';

export type ListedProblem = ReturnType<HostMethods['problems']>['problems'][number];

export interface ProblemList {
  readonly total: number;
  /** False while the file is still being checked. */
  readonly complete: boolean;
  readonly shown: readonly ListedProblem[];
  readonly open: boolean;
}

export const NO_PROBLEMS: ProblemList = { total: 0, complete: false, shown: [], open: false };
const PAGE = 100;

/** Problems of the sample whose column is read from the given path; those of no field for undefined. */
export function problemsAt(
  { current }: State,
  field: 'question' | 'answers' | 'caption' | 'boxes' | 'image' | undefined,
): readonly Problem[] {
  if (current === undefined) return [];
  const { sample } = current;
  const { problems } = current.detail;
  if (sample === undefined) return field === undefined ? problems : [];
  const names = ['question', 'answers', 'caption', 'boxes', 'image'] as const;
  const owner = (problem: Problem) => names.find((name) => startsWith(problem.path, sample[name].path));
  return problems.filter((problem) => owner(problem) === field);
}

function startsWith(path: Problem['path'], column: Problem['path']): boolean {
  if (path === undefined || column === undefined || path.length === 0) return false;
  const shared = Math.min(path.length, column.length);
  return path.slice(0, shared).every((step, index) => step === column[index]);
}

/** Reads the list again as far as it is shown. */
export async function loadProblems(editor: Editor, more = 0): Promise<void> {
  const { state, host } = editor;
  const wanted = Math.max(PAGE, state.problems.shown.length) + more;
  try {
    const { total, complete, problems } = await host.call('problems', { start: 0, count: wanted });
    state.problems = { ...state.problems, total, complete, shown: problems };
  } catch (error) {
    editor.notify('error', `The problems could not be read: ${messageOf(error)}`);
  }
  editor.changed('inspector');
}

export function moreProblems(editor: Editor): void {
  void loadProblems(editor, PAGE);
}

export function toggleProblems(editor: Editor): void {
  const { state } = editor;
  state.problems = { ...state.problems, open: !state.problems.open };
  if (state.problems.open) void loadProblems(editor);
  editor.changed('inspector');
}
