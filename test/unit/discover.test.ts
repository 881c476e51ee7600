import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../src/core/functions/discover.ts';
import { maskPython } from '../../src/core/functions/discover/maskPython.ts';
import { maskScript } from '../../src/core/functions/discover/maskScript.ts';
import { discoverPython } from '../../src/core/functions/discover/python.ts';
import { discoverScript } from '../../src/core/functions/discover/script.ts';
import { EXAMPLES, lineWith } from './support/runners.ts';

const shown = (found: ReturnType<typeof discover>): string[] =>
  found.map(({ symbol, contract, line }) => `${line} ${symbol} ${contract}`);
const python = (...lines: string[]): string[] => shown(discoverPython(lines.join('\n')));
const script = (...lines: string[]): string[] => shown(discoverScript(lines.join('\n')));

describe('reward functions in the examples', () => {
  it('are all found where they are defined', () => {
    const found = readdirSync(EXAMPLES)
      .filter((name) => !name.endsWith('.jsonl'))
      .flatMap((name) => {
        const file = path.join(EXAMPLES, name);
        return discover(file, readFileSync(file, 'utf8')).map(({ symbol, contract, line }) => {
          expect(line).toBe(lineWith(file, contract === 'swift' ? `class ${symbol}` : ` ${symbol}(`));
          return `${name}:${symbol} ${contract}`;
        });
      });
    expect(found.sort()).toEqual([
      'easyr1_reward.py:compute_score easyr1',
      'openrlhf_reward.py:reward_func openrlhf',
      'reward.mjs:reward single',
      'reward.ts:reward batch',
      'swift_plugin.py:AnswerInTags swift',
      'swift_plugin.py:BoxCount swift',
      'trl_reward.py:answer_reward trl',
      'trl_reward.py:caption_length_reward trl',
      'verifiers_reward.py:correct_answer verifiers',
      'verifiers_reward.py:unlike_the_others verifiers',
      'verl_reward.py:compute_score verl',
    ]);
  });

  it('tell the names they are registered under', () => {
    const file = path.join(EXAMPLES, 'swift_plugin.py');
    expect(discover(file, readFileSync(file, 'utf8')).map(({ registered }) => registered)).toEqual([
      ['answer_in_tags'],
      ['box_count'],
    ]);
  });
});

describe('Python source', () => {
  it('hides nothing behind decorators, annotations, defaults, and several lines', () => {
    expect(
      python(
        '@wrap(lambda completions: 1)',
        'async def a(',
        '    prompts: list[str],  # def b(completions):',
        '    completions: "list[dict[str, str]]" = ((), [")"]),',
        '    /,',
        ') -> list[float]:',
        '    return []',
        'def c(x, *, completions=None, **kw): return []',
        'def d[T](completions: T): ...',
      ),
    ).toEqual(['2 a trl', '8 c trl', '9 d trl']);
  });

  it('takes only the definitions of the module, also those of its branches', () => {
    expect(
      python(
        'if True:',
        '    def a(completions): ...',
        'else:',
        '    def a(completions, solution): ...',
        'def outer():',
        '    def b(completions): ...',
        'class Tool:',
        '    def c(self, completions): ...',
        '"""',
        'def d(completions): ...',
        '"""',
        "text = 'def e(completions):\\",
        "def f(completions):'",
        '# def g(completions):',
        'def _private(completions): ...',
        'def helper(completion): ...',
      ),
    ).toEqual(['4 a trl']);
  });

  it('knows the classes of ms-swift by base, by call, by registration and by inheritance', () => {
    expect(
      python(
        'class A(orm.ORM):',
        '    pass',
        'class B(A): pass',
        'class C:',
        '    x = 1',
        '    def __call__(self, completions, **kw): ...',
        'class D(Base): pass',
        'class E(Base): pass',
        'orms["d"] = D',
        "swift.plugin.orms['d2']=D",
      ),
    ).toEqual(['1 A swift', '3 B swift', '4 C swift', '7 D swift']);
  });

  it('knows what is put into the registry in other ways', () => {
    const found = discoverPython(
      [
        'from rewards import R, S',
        'class A:',
        '    def __call__(self, texts): ...',
        'class B(A): pass',
        'orms.update({',
        '    "a": A,  # "no": S',
        '    "r": rewards.R,',
        '})',
        'orms.update(b=B)',
        'orms |= {"s": S}',
        'swift.plugin.orms.setdefault("a2", A)',
        'orms["r2"] = R',
        'others.update({"x": A})',
        'orms.update(more)',
      ].join('\n'),
    );
    expect(found.map(({ symbol, line, registered }) => [symbol, line, ...(registered ?? [])])).toEqual([
      ['A', 2, 'a', 'a2'],
      ['B', 4, 'b'],
      ['r', 7, 'r'],
      ['s', 10, 's'],
      ['r2', 12, 'r2'],
    ]);
  });

  it('knows classes by bases under other names, private ones, and ones from elsewhere', () => {
    expect(
      python(
        'from swift.plugin import ORM as Base, AsyncORM as Later',
        'class _Mine(Base): pass',
        'class A(_Mine): pass',
        'class B(Later): pass',
        'class C(common.MathORM): pass',
      ),
    ).toEqual(['3 A swift', '4 B swift', '5 C swift']);
    expect(python('from db import MathORM', 'class C(MathORM): pass')).toEqual([]);
  });

  it('takes a lambda for a function, and in a file for verifiers whatever takes its arguments', () => {
    expect(
      python('f: Reward = lambda completions, **kw: [1.0 for c in completions]', 'g = lambda completion: 1'),
    ).toEqual(['1 f trl']);
    expect(python('def f(state): ...')).toEqual([]);
    expect(python('import verifiers as vf', 'def f(state): ...', 'def load_environment(): ...')).toEqual([
      '2 f verifiers',
    ]);
  });

  it('tells EasyR1 from verl', () => {
    expect(python('def compute_score(data_source, solution_str, ground_truth): ...')).toEqual([
      '1 compute_score verl',
    ]);
    expect(python('REWARD_TYPE = "batch"', 'def compute_score(items): ...')).toEqual([
      '2 compute_score easyr1',
    ]);
  });
});

describe('script source', () => {
  it('hides nothing behind forms of export', () => {
    expect(
      script(
        'export async function a(completions: string[], columns: Record<string, Array<[a: 1]>>) {}',
        'export const b = async (completions) => [];',
        'export const c: Reward = completions => [];',
        'export default function (completion) {}',
        'const d = function (completions) {};',
        'function e<T extends Map<string, () => void>>(completions: T) {}',
        'export { d, e as reward };',
        'export const reward2 = (x) => 1;',
      ),
    ).toEqual(['1 a batch', '2 b batch', '3 c batch', '4 default single', '5 d batch', '6 reward batch']);
    expect(
      script('exports.reward = (texts) => [];', 'function x(completions) {}', 'module.exports = { x };'),
    ).toEqual(['1 reward batch', '2 x batch']);
  });

  it.each([
    [
      'module.exports = { reward(completions) { for (let i = 0; i < 3; i++); return []; }, b(completions) {} }',
      'reward b',
    ],
    ['module.exports = {\n  async reward(c, columns) {},\n};', 'reward'],
    ['module.exports = { reward: function (completions) {} };', 'reward'],
    ['module.exports = { reward: async (completions) => [], n: 1 };', 'reward'],
    ['module.exports = { n: [1], reward: c => [] };', 'reward'],
    ['function f(c) {}\nmodule.exports = { reward: f };', 'reward'],
    ['exports.reward = f;\nfunction f(c) {}', 'reward'],
    ['exports.reward = function (c) {}', 'reward'],
    ['module.exports.reward = (c) => [];', 'reward'],
    ['module.exports = function named(completions) {};', 'default'],
    ['module.exports = (completions) => [];', 'default'],
    ['module.exports = f;\nfunction f(completions) {}', 'default'],
    ['function f(c) {}\nexport { f as reward };', 'reward'],
    ['const f = (completions) => [];\nexport { f as default };', 'default'],
    ['function f(completions) {}\nexport default f;', 'default'],
    ['export default { reward(completions: string[]): number[] { return []; } };', 'reward'],
    ['module.exports = { get reward() {}, reward: (completions), ...rest };', ''],
    ['module.exports = make(completions);', ''],
    ['const a = { ...b, x(completions) {} };\nconst b = { ...a };\nmodule.exports = b;', 'x'],
    ['export const rate = 1 as number;\nconst f = "a" / 2; export { f };', ''],
    ['if (module.exports == f) {}\nfunction f(completions) {}', ''],
  ])('finds what %s exports', (text, symbols) => {
    const found = discoverScript(text).map(({ symbol }) => symbol);
    expect(found.join(' ')).toBe(symbols);
  });

  it('tells the lines of functions that are written into what is exported', () => {
    expect(
      script('module.exports = {', '  n: 1,', '  reward(completion) {},', '  b: (completions) => [],', '};'),
    ).toEqual(['3 reward single', '4 b batch']);
  });

  it('takes only what is exported, and only code for code', () => {
    expect(
      script(
        'function a(completions) {}',
        'function outer() {',
        '  function b(completions) {}',
        '}',
        '/* export function c(completions) {} */',
        'const text = `',
        'export function d(completions) {} ${ `}` + "}" }',
        '`;',
        'const pattern = /[`"/]{/;',
        'const ratio = 4 / 2; // export function e(completions) {}',
        'export function f(completions) {}',
        'export function parse(text) {}',
      ),
    ).toEqual(['11 f batch']);
  });
});

describe('any source', () => {
  const noise = fc.array(
    fc.constantFrom(
      'def f(completions):\n',
      'class A(ORM):',
      '"',
      "'",
      '"""',
      '#',
      '\\',
      '\n',
      '(',
      ')',
      '{',
      '}',
      '`',
      '${',
      '/',
      '/*',
      '*/',
      ' ',
      '\t',
      'export function reward(',
      'orms["',
      'é',
    ),
    { maxLength: 60 },
  );

  it('is read without an exception, and masked character by character', () => {
    fc.assert(
      fc.property(noise, (parts) => {
        const text = parts.join('');
        for (const mask of [maskPython, maskScript]) {
          const masked = mask(text);
          expect(masked.length).toBe(text.length);
          expect([...masked.matchAll(/\n/g)].map(({ index }) => index)).toEqual(
            [...text.matchAll(/\n/g)].map(({ index }) => index),
          );
        }
        for (const found of [discoverPython(text), discoverScript(text)]) {
          for (const { line } of found) expect(line).toBeLessThanOrEqual(text.split('\n').length);
        }
      }),
    );
  });

  const PIECES: readonly [text: string, symbol: string | undefined][] = [
    ['def NAME(completions, **kw):\n    return []\n', 'trl'],
    ['@decorate("def no(completions):")\ndef NAME(a, completions=[1, (2)]):\n\treturn []\n', 'trl'],
    ['class NAME(ORM):\n    """def no(completions):"""\n    def no(self, completions): ...\n', 'swift'],
    ['def NAME(data_source, solution_str):\n    # orms["x"] = y\n    return 1\n', 'verl'],
    ['def NAME(queries,\n  prompts,\n  labels):\n    x = """\nclass No(ORM): pass\n"""\n', 'openrlhf'],
    ['def NAME(text):\n    def no(completions):\n        return "\\""\n    return no\n', undefined],
    ["text_NAME = 'it\\'s (def no(completions):'\n", undefined],
    ['values_NAME = [\n    "class No(ORM):",\n    (1, {2}),\n]\n', undefined],
    ['# class No(ORM): "\n\n', undefined],
    ['if x:\n    class NAME(AsyncORM): pass\n', 'swift'],
  ];

  it('shows each of its reward functions once, whatever stands around them', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(PIECES.length - 1), { maxLength: 12 }), (choice) => {
        const pieces = choice.map((at, index) => {
          const [text, contract] = PIECES[at]!;
          return { text: text.replaceAll('NAME', `name${index}`), contract, symbol: `name${index}` };
        });
        const expected = pieces
          .filter(({ contract }) => contract !== undefined)
          .map(({ symbol, contract }) => `${symbol} ${contract}`);
        const found = discoverPython(pieces.map(({ text }) => text).join(''));
        expect(found.map(({ symbol, contract }) => `${symbol} ${contract}`)).toEqual(expected);
      }),
    );
  });
});
