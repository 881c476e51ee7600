/** The message graph of a verifiers trace: each message once, after the one before it, with a branch for every leaf. */
import { isObject, type Json, type JsonObject } from '../../json.ts';
import { turnsOf } from '../messages.ts';
import { RecordError, type Turn } from '../rollout.ts';

/** A way through the graph from its beginning to a leaf. */
export interface Branch {
  /** What comes before the completion, earlier answers of the model included. */
  readonly prompt: readonly Turn[];
  readonly completion: string;
  /** What the model thought before it, which the trainer keeps apart. */
  readonly reasoning?: string;
  /** Of the tokens that were sampled, where all have the same. */
  readonly advantage?: number;
}

/** The branches of a trace, in the order of their leaves: the last is the conversation as it ended. Throws RecordError. */
export function branchesOf(nodes: readonly Json[]): readonly Branch[] {
  const parents = nodes.map((node, i) => parentOf(node, i));
  const isLinked = parents.some((parent) => parent !== undefined);
  if (!isLinked) return nodes.length === 0 ? [] : [readBranch(nodes)];
  const inner = new Set(parents);
  const leaves = parents.flatMap((_, i) => (inner.has(i) ? [] : [i]));
  return leaves.map((leaf) => readBranch(wayTo(leaf, parents).map((i) => nodes[i] ?? null)));
}

function parentOf(node: Json, i: number): number | undefined {
  const parent = isObject(node) ? node.parent : undefined;
  if (parent === undefined || parent === null) return undefined;
  // The graph grows by appending, so a node after itself would be a ring.
  if (typeof parent !== 'number' || !Number.isInteger(parent) || parent < 0 || parent >= i)
    throw new RecordError(
      `node ${i + 1} has the parent ${JSON.stringify(parent)}, which is no node before it`,
    );
  return parent;
}

function wayTo(leaf: number, parents: readonly (number | undefined)[]): readonly number[] {
  const way: number[] = [];
  for (let at: number | undefined = leaf; at !== undefined; at = parents[at]) way.push(at);
  return way.reverse();
}

function readBranch(nodes: readonly Json[]): Branch {
  const begin = completionStart(nodes);
  const written = nodes.slice(begin).map(messageOf);
  const reasoning = written.flatMap(({ reasoning_content: text }) =>
    typeof text === 'string' ? [text] : [],
  );
  const advantage = advantageOf(nodes);
  return {
    prompt: turnsOf(nodes.slice(0, begin).map(messageOf)),
    completion: turnsOf(written)
      .map(({ text }) => text)
      .join('\n'),
    ...(reasoning.length > 0 && { reasoning: reasoning.join('\n') }),
    ...(advantage !== undefined && { advantage }),
  };
}

/** A node holds a message, or is one. */
function messageOf(node: Json): JsonObject {
  if (!isObject(node)) return {};
  return isObject(node.message) ? node.message : node;
}

/** Where the last answer begins: of what the model sampled, where that is told, for a prompt may quote answers. */
function completionStart(nodes: readonly Json[]): number {
  const isTold = nodes.some((node) => isObject(node) && typeof node.sampled === 'boolean');
  const isAnswer = (node: Json | undefined): boolean =>
    isObject(node) && (isTold ? node.sampled === true : messageOf(node).role === 'assistant');
  let begin = nodes.length;
  while (isAnswer(nodes[begin - 1])) begin--;
  return begin;
}

/** Credit is logged for every sampled token; undefined where tokens differ, so that no one number tells it. */
function advantageOf(nodes: readonly Json[]): number | undefined {
  const credits = nodes.flatMap((node) =>
    isObject(node) && Array.isArray(node.advantages) ? node.advantages : [],
  );
  const [first] = credits;
  return typeof first === 'number' && credits.every((credit) => credit === first) ? first : undefined;
}
