import * as Plot from '@observablehq/plot';
import { TIP } from './colours.ts';
import type { Drawing, Mark } from './mark.ts';

const SIZE = { width: 420, height: 200, marginLeft: 44, marginBottom: 32 } as const;

/** Draws with Plot: `marks` are what the pointer and the keyboard find, by which of their places `by` says. */
export function drawing(
  options: Plot.PlotOptions,
  marks: readonly Mark[],
  by: 'x' | 'y' | 'xy' = 'xy',
): Drawing {
  const channels = { x: 'x', y: 'y', title: 'said', ...TIP };
  const point = { x: Plot.pointerX, y: Plot.pointerY, xy: Plot.pointer }[by];
  const element = Plot.plot({
    ...SIZE,
    ...options,
    marks: [...(options.marks ?? []), Plot.tip([...marks], point(channels))],
  });
  if (!(element instanceof SVGSVGElement)) throw new TypeError('a plot with a legend of its own');
  const along = (axis: 'x' | 'y', value: number | string): number => {
    const scale = element.scale(axis);
    return Number(scale?.apply(value)) + (scale?.bandwidth ?? 0) / 2;
  };
  return { element, marks, place: ({ x, y }) => ({ x: along('x', x), y: along('y', y) }) };
}

/** The mark under the pointer, which Plot knows as the plot's value. */
export function pointed({ element, marks }: Drawing): Mark | undefined {
  const value: unknown = (element as SVGSVGElement & Plot.Plot).value;
  return marks.find((mark) => mark === value);
}
