import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowOrder, type Run } from '../../src/core/rowOrder.ts';

const step = fc.record({
  op: fc.constantFrom('insert', 'remove', 'move'),
  a: fc.nat(),
  b: fc.nat(),
  n: fc.nat({ max: 3 }),
});
const expand = (runs: readonly Run[]): number[] =>
  runs.flatMap(({ id, count }) => Array.from({ length: count }, (_, i) => id + i));

it('is a list of ids, kept as runs', () => {
  fc.assert(
    fc.property(fc.nat({ max: 12 }), fc.array(step, { maxLength: 20 }), (count, steps) => {
      let order = RowOrder.of([{ id: 0, count }]);
      const model = Array.from({ length: count }, (_, i) => i);
      let fresh = count;
      for (const { op, a, b, n } of steps) {
        if (op === 'insert') {
          const at = a % (model.length + 1);
          order = order.insert(at, [{ id: fresh, count: n }]);
          model.splice(at, 0, ...expand([{ id: fresh, count: n }]));
          fresh += n;
        } else if (model.length > 0) {
          const at = a % model.length;
          if (op === 'remove') {
            const some = Math.min(n, model.length - at);
            order = order.remove(at, some);
            model.splice(at, some);
          } else {
            const to = b % model.length;
            order = order.move(at, to);
            model.splice(to, 0, ...model.splice(at, 1));
          }
        }
        expect(expand(order.runs)).toEqual(model);
        expect(order.length).toBe(model.length);
      }
      expect(model.map((_, i) => order.idAt(i))).toEqual(model);
      expect(model.map((id) => order.positionOf(id))).toEqual([...model.keys()]);
      expect([
        order.idAt(-1),
        order.idAt(model.length),
        order.positionOf(fresh),
        order.positionOf(-1),
      ]).toEqual([undefined, undefined, -1, -1]);
      expect(order.equals(RowOrder.of(model.map((id) => ({ id, count: 1 }))))).toBe(true);
      for (let from = 0; from <= model.length; from++) {
        expect(expand(order.slice(from, from + 3))).toEqual(model.slice(from, from + 3));
      }
    }),
    { numRuns: 300 },
  );
});

it('costs a million rows in file order one run', () => {
  const order = RowOrder.of([{ id: 0, count: 1_000_000 }])
    .move(10, 900_000)
    .remove(5, 1);
  expect(order.runs.length).toBe(5);
});
