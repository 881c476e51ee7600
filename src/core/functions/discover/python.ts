/** Reward functions in Python source, by their shape. Nothing is run or imported. */
import type { Contract } from '../contract.ts';
import { bracketEnd, lineAt, splitAtCommas, type FoundFunction } from './found.ts';
import { maskPython } from './maskPython.ts';
import { registrations } from './pythonRegistry.ts';

interface Definition {
  readonly kind: 'def' | 'class';
  readonly name: string;
  readonly offset: number;
  /** Of a function its parameters, of a class its bases. */
  readonly arguments: readonly string[];
  readonly methods: Definition[];
}

interface Block {
  readonly indent: number;
  /** Undefined for `if`, `try` and the like, whose definitions are the module's. */
  readonly definition: Definition | undefined;
}

export function discoverPython(text: string): FoundFunction[] {
  const masked = maskPython(text);
  const definitions = readDefinitions(masked);
  const registered = registrations(text, masked);
  const module = surroundings(masked);
  const found = definitions.flatMap((definition): FoundFunction[] => {
    const { name, kind } = definition;
    const names = registered.filter((each) => each.name === name).map(({ key }) => key);
    const contract =
      kind === 'class'
        ? names.length > 0 || isRewardClass(definition, module)
          ? 'swift'
          : undefined
        : contractOf(name, definition.arguments, module);
    if (contract === undefined) return [];
    // A private one is a base of others.
    if (kind === 'class') module.bases.add(name);
    if (name.startsWith('_')) return [];
    const line = lineAt(text, definition.offset);
    return [{ symbol: name, contract, line, ...(names.length > 0 && { registered: names }) }];
  });
  const here = new Set(definitions.map(({ name }) => name));
  // A class that comes from another file is known here by the name that it is given.
  const elsewhere = registered.filter(({ name }) => !here.has(name));
  return [
    ...found,
    ...elsewhere.map(({ key, offset }): FoundFunction => ({
      symbol: key,
      contract: 'swift',
      registered: [key],
      line: lineAt(text, offset),
    })),
  ];
}

/** What the rest of a module says about its functions. */
interface Surroundings {
  /** Classes that make rewards of those that inherit from them. */
  readonly bases: Set<string>;
  /** Whether bases from elsewhere whose names end in ORM are ms-swift's: there are other things of that name. */
  readonly isSwift: boolean;
  readonly isEasyR1: boolean;
  readonly isVerifiers: boolean;
}

function surroundings(masked: string): Surroundings {
  const aliases = [...masked.matchAll(/\b(?:Async)?ORM\s+as\s+(\w+)/g)].flatMap(([, name]) => name ?? []);
  return {
    bases: new Set(['ORM', 'AsyncORM', ...aliases]),
    isSwift: /\b(?:swift|orms)\b/.test(masked),
    isEasyR1: /^REWARD_(?:TYPE|NAME)\s*[:=]/m.test(masked),
    isVerifiers: /^\s*(?:from|import)\s+verifiers\b/m.test(masked),
  };
}

/** The module's own functions and classes, those with their methods. */
function readDefinitions(masked: string): readonly Definition[] {
  const found = new Map<string, Definition>();
  const blocks: Block[] = [];
  for (const { offset, indent, code } of logicalLines(masked)) {
    while ((blocks.at(-1)?.indent ?? -1) >= indent) blocks.pop();
    const definition = readDefinition(masked, offset, code);
    const inside = blocks.map((block) => block.definition).filter((each) => each !== undefined);
    const [outer, ...deeper] = inside;
    if (definition !== undefined) {
      // Defined twice, as in the branches of an `if`, the last counts.
      if (outer === undefined) {
        found.delete(definition.name);
        found.set(definition.name, definition);
      } else if (deeper.length === 0 && outer.kind === 'class') outer.methods.push(definition);
    }
    blocks.push({ indent, definition });
  }
  return [...found.values()];
}

interface LogicalLine {
  readonly offset: number;
  readonly indent: number;
  readonly code: string;
}

/** Statements: a line goes on inside brackets and strings, and behind a backslash. */
function* logicalLines(masked: string): Generator<LogicalLine> {
  let at = 0;
  while (at < masked.length) {
    const end = logicalEnd(masked, at);
    const line = masked.slice(at, end);
    const code = line.trim();
    const indent = line.length - line.trimStart().length;
    if (code !== '') yield { offset: at + indent, indent: widthOf(line.slice(0, indent)), code };
    at = end + 1;
  }
}

function logicalEnd(masked: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < masked.length; at++) {
    const character = masked[at] ?? '';
    if (character === '"' || character === "'") {
      const triple = masked.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
      if (quote === '') quote = triple;
      else if (quote === triple) quote = '';
      at += triple.length - 1;
    } else if (character === '\n' && quote.length !== 3) {
      quote = '';
      // A definition inside brackets is none: the bracket was never closed.
      if ((depth <= 0 && masked[at - 1] !== '\\') || startsDefinition(masked, at + 1)) return at;
    } else if (quote === '' && '([{'.includes(character)) depth++;
    else if (quote === '' && ')]}'.includes(character)) depth--;
  }
  return masked.length;
}

function startsDefinition(masked: string, at: number): boolean {
  return /^(?:async +def|def|class) +\w/.test(masked.slice(at, at + 40));
}

/** Columns that white space takes, a tab going on to the next multiple of 8. */
function widthOf(space: string): number {
  let width = 0;
  for (const character of space.slice(space.lastIndexOf('\n') + 1)) {
    width = character === '\t' ? (Math.floor(width / 8) + 1) * 8 : width + 1;
  }
  return width;
}

function readDefinition(masked: string, offset: number, code: string): Definition | undefined {
  const [, variable, list] = /^([^\s:=]+)\s*(?::[^=]*)?=\s*lambda\b([^:]*):/.exec(code) ?? [];
  if (variable !== undefined && list !== undefined)
    return { kind: 'def', name: variable, offset, arguments: splitAtCommas(list), methods: [] };
  const [head, keyword, name] = /^(async\s+def|def|class)\s+([^\s(:[]+)\s*/.exec(code) ?? [];
  if (head === undefined || keyword === undefined || name === undefined) return undefined;
  let open = offset + head.length;
  // Type parameters of Python 3.12.
  if (masked[open] === '[') open = bracketEnd(masked, open);
  const inner = masked[open] === '(' ? masked.slice(open + 1, bracketEnd(masked, open) - 1) : '';
  return {
    kind: keyword === 'class' ? 'class' : 'def',
    name,
    offset,
    arguments: splitAtCommas(inner),
    methods: [],
  };
}

/** `completions` for `completions: list[str] = None`; `*` and `**` stay with their names. */
const parameterName = (parameter: string): string =>
  /^\*{0,2}\s*[^\s:=]*/.exec(parameter)?.[0].replace(/\s/g, '') ?? '';

function isRewardClass(
  { arguments: parents, methods }: Definition,
  { bases, isSwift }: Surroundings,
): boolean {
  const names = parents.map((parent) => parent.split('.').at(-1) ?? '');
  if (names.some((parent) => bases.has(parent) || (isSwift && parent.endsWith('ORM')))) return true;
  const call = methods.find(({ name }) => name === '__call__');
  return call !== undefined && parameterName(call.arguments[1] ?? '') === 'completions';
}

const OF_VERIFIERS = new Set(['prompt', 'completion', 'answer', 'state', 'info', 'task', 'parser']);
const OF_VERIFIERS_GROUP = new Set(['states', 'infos', 'tasks']);

function contractOf(
  name: string,
  parameters: readonly string[],
  { isEasyR1, isVerifiers }: Surroundings,
): Contract | undefined {
  const all = parameters.map(parameterName);
  const names = all.filter((parameter) => !parameter.startsWith('*') && parameter !== '/');
  const has = (...wanted: string[]): boolean => wanted.every((parameter) => names.includes(parameter));
  const [first = ''] = names;
  if (has('solution_str')) return 'verl';
  if (first === 'reward_inputs' || first === 'reward_input') return 'easyr1';
  if (name === 'compute_score') return isEasyR1 ? 'easyr1' : 'verl';
  if (has('queries', 'prompts', 'labels')) return 'openrlhf';
  if (names.some((parameter) => OF_VERIFIERS_GROUP.has(parameter))) return 'verifiers';
  if (has('completions')) return 'trl';
  if (isVerifiers && names.length > 0 && names.every((each) => OF_VERIFIERS.has(each))) return 'verifiers';
  if (!has('completion')) return undefined;
  // A helper may take a completion, too; a reward takes something to compare it with, or whatever comes.
  const others = names.filter((parameter) => parameter !== 'completion');
  const open = all.some((parameter) => parameter.startsWith('**'));
  const isReward = others.every((parameter) => OF_VERIFIERS.has(parameter)) && (open || others.length > 0);
  return isReward ? 'verifiers' : undefined;
}
