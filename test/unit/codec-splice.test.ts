import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyValueEdit } from '../../src/core/codec/applyValueEdit.ts';
import { sameJson } from '../../src/core/codec/sameJson.ts';
import { SpliceError, spliceRow } from '../../src/core/codec/splice.ts';
import { applyPatches, type ValueEdit } from '../../src/core/edit.ts';
import type { Json } from '../../src/core/json.ts';

const splice = (text: string, ...edits: ValueEdit[]): string => applyPatches(text, spliceRow(text, edits));
const set = (path: (string | number)[], value: Json): ValueEdit => ({ op: 'set', path, value });
const insert = (path: (string | number)[], at: number, ...values: Json[]): ValueEdit => ({
  op: 'insert',
  path,
  at,
  values,
});
const remove = (path: (string | number)[], at: number, count = 1): ValueEdit => ({
  op: 'remove',
  path,
  at,
  count,
});

describe('setting a value', () => {
  it('changes the digits of one number and nothing else', () => {
    const text = '{ "bboxs" : [[12.0, 3e1 ,200,180]] , "n":1.50}';
    expect(spliceRow(text, [set(['bboxs', 0, 3], 181)])).toEqual([{ at: 31, removed: '0', inserted: '1' }]);
  });

  it('leaves the text of numbers whose value stays', () => {
    expect(splice('{"b":[12.0,30,2e2]}', set(['b'], [12, 31, 200]))).toBe('{"b":[12.0,31,2e2]}');
    expect(spliceRow('{"n":12.0}', [set(['n'], 12)])).toEqual([]);
  });

  it('tells 0 from -0', () => {
    expect(splice('{"n":0}', set(['n'], -0))).toBe('{"n":-0}');
    expect(splice('{"n":-0.0}', set(['n'], 0))).toBe('{"n":0}');
  });

  it('edits the last of equal keys, the one that JSON.parse sees', () => {
    expect(splice('{"a":1,"a":2,"b":3}', set(['a'], 9))).toBe('{"a":1,"a":9,"b":3}');
    expect(splice(String.raw`{"a":1,"\u0061":2}`, set(['a'], 9))).toBe(String.raw`{"a":1,"\u0061":9}`);
  });

  it('takes __proto__ for a key like any other', () => {
    expect(splice('{"__proto__":{"x":1}}', set(['__proto__', 'x'], 2))).toBe('{"__proto__":{"x":2}}');
    expect(splice('{}', set(['__proto__'], 1))).toBe('{"__proto__": 1}');
  });

  it('refuses what JSON cannot hold', () => {
    expect(() => splice('{"n":0}', set(['n'], NaN))).toThrow(SpliceError);
    expect(() => splice('{"n":0}', set(['n'], Infinity))).toThrow(SpliceError);
  });

  it('refuses a text that is no JSON, and a place that is not there', () => {
    expect(() => splice('{"n":', set(['n'], 1))).toThrow(SpliceError);
    expect(() => splice('{"n":1}', set(['n', 'x'], 1))).toThrow(SpliceError);
    expect(() => splice('{"n":[1]}', set(['n', 3], 1))).toThrow(SpliceError);
    expect(() => splice('{"n":[1]}', remove(['n'], 1))).toThrow(SpliceError);
    expect(() => splice('{"n":[1]}', insert(['n'], 2, 1))).toThrow(SpliceError);
  });
});

describe('strings', () => {
  it('keep an all-ASCII row ASCII', () => {
    expect(splice(String.raw`{"a":"caf\u00e9","b":""}`, set(['b'], '猫'))).toBe(
      String.raw`{"a":"caf\u00e9","b":"\u732b"}`,
    );
  });

  it('are written as they are in a row that is not', () => {
    expect(splice('{"a":"café","b":""}', set(['b'], '猫'))).toBe('{"a":"café","b":"猫"}');
    expect(splice('{"b":""}', set(['b'], '猫'))).toBe('{"b":"猫"}');
  });

  it('may hold a lone surrogate', () => {
    expect(splice('{"b":""}', set(['b'], '\ud83d'))).toBe(String.raw`{"b":"\ud83d"}`);
  });
});

describe('a key that is missing', () => {
  it('is added at the end in the style of the row', () => {
    expect(splice('{"a": 1, "b": 2}', set(['c'], [1, 2]))).toBe('{"a": 1, "b": 2, "c": [1, 2]}');
    expect(splice('{"a":1,"b":2}', set(['c'], [1, 2]))).toBe('{"a":1,"b":2,"c":[1,2]}');
    expect(splice('{"a":1}', set(['c'], [1, 2]))).toBe('{"a":1,"c":[1,2]}');
    expect(splice('{\n  "a": 1\n}', set(['c'], [1]))).toBe('{\n  "a": 1,\n  "c": [1]\n}');
    expect(splice('{ }', set(['c'], 1))).toBe('{"c": 1}');
  });

  it('is added together with the objects that lead to it', () => {
    expect(splice('{"a":1}', set(['objects', 'bbox'], []))).toBe('{"a":1,"objects":{"bbox":[]}}');
  });
});

describe('elements', () => {
  it('are inserted in the style of their neighbours', () => {
    const text = '{"b":[[1, 2],  [3, 4]]}';
    expect(splice(text, insert(['b'], 2, [5, 6]))).toBe('{"b":[[1, 2],  [3, 4],  [5, 6]]}');
    expect(splice(text, insert(['b'], 0, [5, 6]))).toBe('{"b":[[5, 6],  [1, 2],  [3, 4]]}');
    expect(splice('{"b": [[ 1,2 ]]}', insert(['b'], 1, [5, 6]))).toBe('{"b": [[ 1,2 ], [ 5,6 ]]}');
    expect(splice('{"b":[\n    [1,2]\n  ]}', insert(['b'], 1, [3]))).toBe(
      '{"b":[\n    [1,2],\n    [3]\n  ]}',
    );
    expect(splice('{"b":[ ]}', insert(['b'], 0, 1, 2))).toBe('{"b":[1,2]}');
  });

  it('append where the place after the last is set', () => {
    expect(splice('{"b":[1]}', set(['b', 1], 2))).toBe('{"b":[1,2]}');
  });

  it('are removed with one separator, the last one too', () => {
    expect(splice('{"b":[1, 2, 3]}', remove(['b'], 0))).toBe('{"b":[2, 3]}');
    expect(splice('{"b":[1, 2, 3]}', remove(['b'], 1))).toBe('{"b":[1, 3]}');
    expect(splice('{"b":[1, 2, 3]}', remove(['b'], 2))).toBe('{"b":[1, 2]}');
    expect(splice('{"b":[1, 2, 3]}', remove(['b'], 0, 3))).toBe('{"b":[]}');
  });
});

describe('any row and any edit', () => {
  const number = fc.oneof(
    fc.integer({ min: -9, max: 9 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const { json } = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      number,
      fc.string({ unit: 'binary' }),
      fc.constantFrom(null, true, false),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'é'), fc.string()), tie('json'), {
        maxKeys: 4,
      }),
    ),
  }));
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'é'), json, {
    minKeys: 1,
    maxKeys: 5,
  });
  const layout = fc.constantFrom<(value: Json) => string>(
    (value) => JSON.stringify(value),
    (value) => JSON.stringify(value, null, 2),
    (value) => JSON.stringify(value, null, '\t').replaceAll('\n\t', ' '),
  );

  /** A path to some value inside `row`, chosen by numbers. */
  const walk = (row: Json, choices: readonly number[]): (string | number)[] => {
    const path: (string | number)[] = [];
    let here = row;
    for (const choice of choices) {
      if (typeof here !== 'object' || here === null) break;
      const keys = Array.isArray(here) ? [...here.keys()] : Object.keys(here);
      if (keys.length === 0) break;
      const key = keys[choice % keys.length]!;
      path.push(key);
      here = (here as Record<string | number, Json>)[key]!;
    }
    return path;
  };

  it('comes to what the edit means by value, and its inverse restores the text', () => {
    fc.assert(
      fc.property(
        object,
        layout,
        fc.array(fc.nat(), { maxLength: 4 }),
        json,
        fc.nat(),
        (value, write, choices, next, at) => {
          const text = write(value);
          const row = JSON.parse(text) as Json;
          const path = walk(row, choices);
          let target: Json | undefined = row;
          for (const step of path) target = (target as Record<string | number, Json>)[step];
          const edit: ValueEdit = !Array.isArray(target)
            ? set(path, path.length === 0 ? { x: next } : next)
            : at % 2 === 0 || target.length === 0
              ? insert(path, at % (target.length + 1), next, [1, -0])
              : remove(path, at % target.length);
          const patches = spliceRow(text, [edit]);
          const after = applyPatches(text, patches);
          const intended = applyValueEdit(JSON.parse(text) as Json, structuredClone(edit));
          expect(sameJson(JSON.parse(after) as Json, intended)).toBe(true);
          const back = patches.map((p) => ({ at: p.at, removed: p.inserted, inserted: p.removed })).reverse();
          expect(applyPatches(after, back)).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });
});

it('does not overflow on deep nesting', () => {
  const depth = 200_000;
  const deep = '['.repeat(depth) + ']'.repeat(depth);
  expect(splice(`{"deep":${deep},"n":1}`, set(['n'], 2))).toBe(`{"deep":${deep},"n":2}`);
  expect(splice(`{"n":[1],"deep":${deep}}`, remove(['n'], 0))).toBe(`{"n":[],"deep":${deep}}`);
});
