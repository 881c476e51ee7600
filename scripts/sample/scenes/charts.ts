import type { Canvas } from '../draw/canvas.ts';
import { type Ink, union } from '../draw/ink.ts';
import { nth } from '../parts/nth.ts';
import type { Scene } from '../scene.ts';

const INK = '#2b3440';
const QUIET = '#6b7684';
const GRID = '#e3e7ec';

function heading(c: Canvas, title: string, subtitle: string): void {
  c.rect(0, 0, c.width, c.height, { fill: '#ffffff' });
  c.text(title, 60, 78, { face: 'sans', weight: 700, size: 38, fill: INK });
  c.text(subtitle, 60, 118, { face: 'sans', size: 24, fill: QUIET });
}

interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The value at the top edge; the bottom is 0. */
  readonly max: number;
}

const heightOf = (plot: Plot, value: number): number => ((plot.bottom - plot.top) * value) / plot.max;

/** Horizontal grid lines with their values at the left. */
function grid(c: Canvas, plot: Plot, step: number, unit = ''): void {
  for (let value = 0; value <= plot.max; value += step) {
    const y = plot.bottom - heightOf(plot, value);
    c.path(`M${plot.left} ${y}H${plot.right}`, {
      stroke: value === 0 ? '#9aa4b0' : GRID,
      width: value === 0 ? 3 : 2,
    });
    c.text(`${value}${unit}`, plot.left - 18, y + 8, {
      face: 'roboto',
      size: 22,
      anchor: 'end',
      fill: QUIET,
    });
  }
}

function legend(
  c: Canvas,
  x: number,
  y: number,
  entries: readonly (readonly [string, string])[],
  pitch: number,
): Ink[] {
  return entries.map(([label, colour], index) => {
    c.rect(x + index * pitch, y - 18, 22, 22, { r: 5, fill: colour });
    return c.text(label, x + index * pitch + 34, y, { face: 'roboto', weight: 500, size: 24, fill: INK });
  });
}

const rainfall: Scene = {
  name: 'bar-rainfall',
  source: 'charts',
  category: 'reasoning',
  size: [1200, 800],
  format: 'png',
  paint(c) {
    heading(c, 'Rainfall in Brookfield', 'Millimetres per month, 2024');
    const plot: Plot = { left: 120, right: 1150, top: 170, bottom: 690, max: 100 };
    grid(c, plot, 20);
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    const values = [62, 48, 55, 41, 36, 24, 18, 27, 52, 78, 91, 70];
    const bars = values.map((value, index) => {
      const x = 138 + index * 85;
      const h = heightOf(plot, value);
      const bar = c.path(`M${x} ${plot.bottom - 1}v${8 - h}q0-8 8-8h42q8 0 8 8v${h - 8}z`, {
        fill: '#3d8fd1',
      });
      const number = c.text(String(value), x + 29, plot.bottom - h - 12, {
        face: 'roboto',
        weight: 500,
        size: 22,
        anchor: 'middle',
        fill: INK,
      });
      const label = c.text(months[index] ?? '', x + 29, 730, {
        face: 'roboto',
        size: 22,
        anchor: 'middle',
        fill: INK,
      });
      return { bar, number, label };
    });
    const wettest = nth(bars, 10);
    const driest = nth(bars, 6);
    const caption =
      'A bar chart shows the monthly rainfall in Brookfield in 2024. November is the wettest month with 91 mm and July the driest with 18 mm.';
    return [
      {
        question: 'Which month had the most rain?',
        answers: ['November', 'Nov', 'nov', 'november'],
        caption,
        retelling:
          'The bar chart gives the rainfall for each month of 2024, and November has the tallest bar.',
        evidence: [union(wettest.bar, wettest.number), wettest.label],
        mistake: { answer: 'October', evidence: [nth(bars, 9).bar] },
      },
      {
        question: 'How many millimetres of rain fell in July?',
        answers: ['18', '18 mm', '18 millimetres', '18 millimeters'],
        caption,
        retelling: 'This is a blue bar chart of rain by month in Brookfield, lowest in July.',
        evidence: [driest.number, driest.bar],
        mistake: { answer: '24', evidence: [nth(bars, 5).number] },
      },
    ];
  },
};

const languages: Scene = {
  name: 'bar-languages',
  source: 'charts',
  category: 'reasoning',
  size: [1200, 760],
  format: 'png',
  paint(c) {
    heading(c, 'Books lent by language', 'Central Library, first quarter, in thousands');
    const rows = [
      ['English', 48, '#2a9d8f'],
      ['Spanish', 31, '#e9a83a'],
      ['French', 22, '#e76f51'],
      ['Mandarin', 19, '#6d6fc4'],
      ['German', 12, '#58a4d8'],
      ['Arabic', 9, '#b75d9b'],
    ] as const;
    c.path('M220 160V700', { stroke: '#9aa4b0', width: 3 });
    const drawn = rows.map(([label, value, colour], index) => {
      const y = 176 + index * 88;
      c.text(label, 200, y + 40, {
        face: 'roboto',
        weight: 500,
        size: 28,
        anchor: 'end',
        fill: INK,
      });
      c.rect(222, y, value * 17.5, 60, { r: 6, fill: colour });
      const number = c.text(String(value), 222 + value * 17.5 + 16, y + 41, {
        face: 'roboto',
        weight: 700,
        size: 30,
        fill: INK,
      });
      return number;
    });
    const spanish = nth(drawn, 1);
    const french = nth(drawn, 2);
    return [
      {
        question: 'How many thousand more books were lent in Spanish than in French?',
        answers: ['9', '9 thousand', 'nine', '9,000', '9000'],
        caption:
          'A horizontal bar chart compares the books lent by language at the Central Library. English leads with 48 thousand, ahead of Spanish with 31 and French with 22.',
        retelling:
          'The chart has six coloured bars for languages, from English at 48 down to Arabic at 9 thousand books.',
        evidence: [spanish, french],
        mistake: { answer: '17', evidence: [nth(drawn, 0)] },
      },
    ];
  },
};

const visitors: Scene = {
  name: 'line-visitors',
  source: 'charts',
  category: 'reasoning',
  size: [1200, 800],
  format: 'png',
  paint(c) {
    heading(c, 'Museum visitors', 'Thousands per year');
    const plot: Plot = { left: 110, right: 1130, top: 190, bottom: 690, max: 50 };
    grid(c, plot, 10);
    const years = [2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024];
    const series = [
      { label: 'Art Museum', colour: '#d1495b', values: [34, 37, 41, 14, 22, 33, 40, 44] },
      { label: 'Science Museum', colour: '#2e6f95', values: [22, 25, 28, 9, 19, 36, 42, 39] },
    ] as const;
    legend(
      c,
      680,
      84,
      series.map(({ label, colour }) => [label, colour] as const),
      210,
    );
    const at = (index: number, value: number): [number, number] => [
      170 + index * 130,
      plot.bottom - heightOf(plot, value),
    ];
    const labels = years.map((year, index) =>
      c.text(String(year), at(index, 0)[0], 732, { face: 'roboto', size: 24, anchor: 'middle', fill: INK }),
    );
    const points = series.map(({ colour, values }) => {
      c.line(
        values.flatMap((value, index) => at(index, value)),
        { stroke: colour, width: 6 },
      );
      return values.map((value, index) => {
        c.circle(...at(index, value), 12, { fill: '#ffffff' });
        return c.circle(...at(index, value), 9, { fill: colour });
      });
    });
    const [art, science] = [nth(points, 0), nth(points, 1)];
    const crossing = union(nth(art, 5), nth(science, 5));
    const caption =
      'A line chart shows the yearly visitors of the Art Museum and the Science Museum from 2017 to 2024. Both fall sharply in 2020 and recover afterwards.';
    return [
      {
        question: 'In which year did the Science Museum first have more visitors than the Art Museum?',
        answers: ['2022', 'in 2022'],
        caption,
        retelling:
          'Two lines, red for art and blue for science, drop in 2020 and then climb again until 2024.',
        evidence: [crossing, nth(labels, 5)],
        mistake: { answer: '2020', evidence: [nth(art, 3), nth(labels, 3)] },
      },
    ];
  },
};

const budget: Scene = {
  name: 'pie-budget',
  source: 'charts',
  category: 'reasoning',
  size: [1200, 800],
  format: 'png',
  paint(c) {
    heading(c, 'Where the money goes', 'Monthly household budget, share in per cent');
    const parts = [
      ['Rent', 34, '#264a73'],
      ['Food', 22, '#3f8f8b'],
      ['Transport', 14, '#8fbf6a'],
      ['Savings', 12, '#f2c14e'],
      ['Leisure', 10, '#f08a4b'],
      ['Other', 8, '#b9c0c8'],
    ] as const;
    let from = 0;
    const slices = parts.map(([label, share, colour], index) => {
      const to = from + share;
      const point = (percent: number, r: number): [number, number] => {
        const angle = (percent / 100) * 2 * Math.PI - Math.PI / 2;
        return [390 + Math.cos(angle) * r, 460 + Math.sin(angle) * r];
      };
      const d = `M${point(from, 130).join(' ')}L${point(from, 280).join(' ')}A280 280 0 0 1 ${point(to, 280).join(' ')}L${point(to, 130).join(' ')}A130 130 0 0 0 ${point(from, 130).join(' ')}z`;
      c.path(d, { fill: colour });
      c.path(d, { stroke: '#ffffff', width: 5 });
      const [x, y] = point((from + to) / 2, 205);
      const number = c.text(`${share}%`, x, y + 11, {
        face: 'roboto',
        weight: 700,
        size: 32,
        anchor: 'middle',
        fill: index > 1 && index !== 4 ? INK : '#ffffff',
      });
      const row = 270 + index * 76;
      c.rect(770, row - 26, 34, 34, { r: 8, fill: colour });
      const name = c.text(label, 826, row, { face: 'roboto', weight: 500, size: 30, fill: INK });
      from = to;
      return { number, name };
    });
    c.text('$3,400', 390, 466, { face: 'roboto', weight: 700, size: 52, anchor: 'middle', fill: INK });
    c.text('a month', 390, 506, { face: 'roboto', size: 26, anchor: 'middle', fill: QUIET });
    const savings = nth(slices, 3);
    const transport = nth(slices, 2);
    return [
      {
        question: 'What share of the budget goes into savings?',
        answers: ['12%', '12', '12 percent', '12 per cent'],
        caption:
          'A ring chart splits a monthly household budget of $3,400 into six parts. Rent takes 34%, food 22%, transport 14% and savings 12%.',
        retelling:
          'The doughnut chart breaks down a budget of $3,400, with rent as the largest slice and savings at 12%.',
        evidence: [savings.number, savings.name],
        mistake: { answer: '14%', evidence: [transport.number, transport.name] },
      },
    ];
  },
};

const energy: Scene = {
  name: 'stacked-energy',
  source: 'charts',
  category: 'reasoning',
  size: [1200, 800],
  format: 'png',
  paint(c) {
    c.rect(0, 0, 1200, 800, { fill: '#ffffff' });
    heading(c, 'Electricity by source', 'Share of generation in per cent');
    const plot: Plot = { left: 110, right: 1140, top: 190, bottom: 690, max: 100 };
    grid(c, plot, 25, '%');
    const sources = [
      ['Hydro', '#2f6db3'],
      ['Wind', '#57b7a5'],
      ['Solar', '#f5c243'],
      ['Gas', '#9a8f87'],
    ] as const;
    legend(c, 610, 84, sources, 140);
    const years = [
      ['2010', [40, 8, 2, 50]],
      ['2014', [38, 16, 6, 40]],
      ['2018', [36, 24, 12, 28]],
      ['2022', [34, 30, 20, 16]],
    ] as const;
    const drawn = years.map(([year, shares], column) => {
      const x = 180 + column * 240;
      let base = plot.bottom - 1;
      const parts = shares.map((share, index) => {
        const h = heightOf(plot, share);
        const part = c.rect(x, base - h, 150, h, { fill: sources[index]?.[1] ?? INK });
        if (h >= 30) {
          c.text(String(share), x + 75, base - h / 2 + 9, {
            face: 'roboto',
            weight: 700,
            size: 26,
            anchor: 'middle',
            fill: index === 2 ? INK : '#ffffff',
          });
        }
        base -= h;
        return part;
      });
      c.text(year, x + 75, 734, {
        face: 'roboto',
        weight: 500,
        size: 26,
        anchor: 'middle',
        fill: INK,
      });
      return parts;
    });
    const latest = nth(drawn, 3);
    return [
      {
        question: 'What was the share of solar power in 2022?',
        answers: ['20%', '20', '20 percent', '20 per cent'],
        caption:
          'A stacked bar chart shows electricity generation by source in 2010, 2014, 2018 and 2022. Solar and wind grow while gas shrinks from 50 to 16 per cent.',
        retelling:
          'Four stacked columns show hydro, wind, solar and gas, where gas gets smaller every four years.',
        evidence: [nth(latest, 2)],
        mistake: { answer: '30%', evidence: [nth(latest, 1)] },
      },
    ];
  },
};

export const charts: readonly Scene[] = [rainfall, languages, visitors, budget, energy];
