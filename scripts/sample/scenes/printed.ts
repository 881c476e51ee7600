import type { Canvas } from '../draw/canvas.ts';
import type { Ink } from '../draw/ink.ts';
import { nth } from '../parts/nth.ts';
import { sheet, vignette } from '../parts/surfaces.ts';
import type { Scene } from '../scene.ts';

/** Alternate dark and light cells of a printed code; decoration, not a readable one. */
function codeSquare(c: Canvas, x: number, y: number, size: number): Ink {
  const cell = size / 21;
  return c.group({}, () => {
    c.rect(x, y, size, size, { fill: '#ffffff' });
    for (let row = 0; row < 21; row++) {
      for (let column = 0; column < 21; column++) {
        const corner = (row < 8 && (column < 8 || column > 12)) || (row > 12 && column < 8);
        if (!corner && c.random.between(0, 1) > 0.5)
          c.rect(x + column * cell, y + row * cell, cell + 0.5, cell + 0.5, { fill: '#1d2430' });
      }
    }
    for (const [column, row] of [
      [0, 0],
      [14, 0],
      [0, 14],
    ] as const) {
      c.rect(x + (column + 0.5) * cell, y + (row + 0.5) * cell, cell * 6, cell * 6, {
        stroke: '#1d2430',
        width: cell,
      });
      c.rect(x + (column + 2) * cell, y + (row + 2) * cell, cell * 3, cell * 3, { fill: '#1d2430' });
    }
  });
}

const boarding: Scene = {
  name: 'boarding-pass',
  source: 'tickets',
  category: 'perception',
  size: [1280, 800],
  format: 'jpg',
  quality: 86,
  paint(c) {
    c.rect(0, 0, 1280, 800, { fill: c.linear(['#27406b', '#16233f'], -40) });
    for (let k = 0; k < 9; k++)
      c.circle(1180, 60, 120 + k * 90, { stroke: '#ffffff', width: 2, opacity: 0.06 });
    const field = (label: string, value: string, x: number, y: number, size = 44): Ink => {
      c.text(label, x, y, { face: 'roboto', weight: 500, size: 20, spacing: 2, fill: '#7a8799' });
      return c.text(value, x, y + size + 6, { face: 'roboto', weight: 700, size, fill: '#1e2b42' });
    };
    const pass = c.inside({ at: [640, 400], turn: -2.5 }, () => {
      c.rect(-540, -260, 1080, 520, { r: 26, fill: '#ffffff', filter: c.shadow(10, 18, 16, 0.5) });
      c.path('M-540-180v-54q0-26 26-26H514q26 0 26 26v54z', { fill: c.linear(['#1f8fd0', '#39b6c9'], -90) });
      c.text('ALTAIR AIR', -500, -204, {
        face: 'roboto',
        weight: 900,
        italic: true,
        size: 42,
        spacing: 2,
        fill: '#fff',
      });
      c.text('BOARDING PASS', 240, -206, {
        face: 'roboto',
        weight: 500,
        size: 28,
        spacing: 4,
        anchor: 'end',
        fill: '#fff',
      });
      c.path('M290-180V260', { stroke: '#b9c2cc', width: 3, dash: '2 12' });
      c.text('LIS', -500, -40, { face: 'roboto', weight: 900, size: 116, fill: '#1e2b42' });
      c.text('Lisbon', -498, 0, { face: 'roboto', size: 28, fill: '#5b687a' });
      c.path('M-270-78H-90', { stroke: '#9fb0c3', width: 4, dash: '2 12' });
      c.group({ at: [-180, -78], turn: 90, scale: 0.72 }, () =>
        c.path(
          'M0-52q10 4 10 22v18l46 34v14l-46-16v30l16 14v10l-26-8l-26 8v-10l16-14v-30l-46 16v-14l46-34v-18q0-18 10-22z',
          { fill: '#1f8fd0' },
        ),
      );
      c.text('OSL', -40, -40, { face: 'roboto', weight: 900, size: 116, fill: '#1e2b42' });
      c.text('Oslo', -38, 0, { face: 'roboto', size: 28, fill: '#5b687a' });
      field('PASSENGER', 'Nora Lindqvist', -500, 58, 40);
      field('FLIGHT', 'AL 718', -40, 58);
      const gate = field('GATE', 'B14', -500, 160, 58);
      field('BOARDING', '10:25', -310, 160, 58);
      const seat = field('SEAT', '22F', -40, 160, 58);
      codeSquare(c, 326, -150, 178);
      c.text('22F', 415, 118, { face: 'roboto', weight: 900, size: 76, anchor: 'middle', fill: '#1f8fd0' });
      c.text('Group 3', 415, 170, {
        face: 'roboto',
        weight: 500,
        size: 32,
        anchor: 'middle',
        fill: '#5b687a',
      });
      return { gate, seat };
    });
    vignette(c, 0.25);
    const caption =
      'A boarding pass of Altair Air for a flight from Lisbon to Oslo lies on a dark blue surface. Flight AL 718 boards at 10:25 at gate B14, and the seat is 22F.';
    return [
      {
        question: 'From which gate does the flight leave?',
        answers: ['B14', 'gate B14', 'Gate B14', 'b14'],
        caption,
        retelling: 'The boarding pass is for a flight from Lisbon to Oslo with gate B14 and seat 22F.',
        evidence: [pass.gate],
        mistake: { answer: '22F', evidence: [pass.seat] },
      },
    ];
  },
};

const pizzeria: Scene = {
  name: 'menu-pizzeria',
  source: 'menus',
  category: 'reasoning',
  size: [960, 1200],
  format: 'jpg',
  quality: 84,
  paint(c) {
    c.rect(0, 0, 960, 1200, { fill: '#b8322f' });
    for (let k = 0; k < 10; k++) {
      c.rect(k * 120, 0, 60, 1200, { fill: '#ffffff', opacity: 0.28 });
      c.rect(0, k * 120, 960, 60, { fill: '#ffffff', opacity: 0.28 });
    }
    const dishes = [
      ['Margherita', 'tomato, mozzarella, basil', '8.50'],
      ['Funghi', 'mushrooms, parsley, garlic', '9.80'],
      ['Diavola', 'spicy salami, chilli', '11.20'],
      ['Quattro formaggi', 'four cheeses, honey', '12.40'],
      ['Ortolana', 'grilled vegetables', '10.60'],
    ] as const;
    const rows = c.inside({ at: [480, 600] }, () => {
      sheet(c, 780, 1060, '#fff9ec');
      c.rect(-362, -502, 724, 1004, { stroke: '#b8322f', width: 3 });
      c.rect(-352, -492, 704, 984, { stroke: '#2f6b45', width: 2 });
      c.group({ at: [0, -400], scale: 0.62 }, () => {
        c.circle(0, 0, 118, { fill: c.radial(['#e8b467', '#c4803a'], 0.45, 0.4, 0.7) });
        c.circle(0, 0, 100, { fill: '#d9482f' });
        c.circle(0, 0, 96, { fill: c.radial(['#f7d583', '#eab555'], 0.4, 0.4, 0.8) });
        for (const [x, y] of [
          [-40, -44],
          [34, -54],
          [58, 14],
          [-10, 10],
          [-60, 30],
          [12, 62],
        ] as const)
          c.circle(x, y, 19, { fill: c.radial(['#d8503a', '#a82f22']) });
        for (const [x, y] of [
          [-6, -30],
          [30, -12],
          [-30, 56],
          [46, 50],
        ] as const)
          c.path(`M${x} ${y}q14 -18 30 0q-14 18 -30 0z`, { fill: '#3c8a4a' });
      });
      c.text('Trattoria Lucia', 0, -262, {
        face: 'serif',
        weight: 700,
        italic: true,
        size: 76,
        anchor: 'middle',
        fill: '#b8322f',
      });
      c.text('PIZZE', 0, -196, {
        face: 'serif',
        weight: 600,
        size: 36,
        spacing: 16,
        anchor: 'middle',
        fill: '#2f6b45',
      });
      c.path('M-120-176H120', { stroke: '#2f6b45', width: 2 });
      return dishes.map(([name, toppings, price], index) => {
        const y = -104 + index * 118;
        const dish = c.text(name, -310, y, { face: 'serif', weight: 700, size: 44, fill: '#3a2a22' });
        c.text(toppings, -310, y + 38, { face: 'serif', italic: true, size: 27, fill: '#7a675a' });
        const cost = c.text(price, 310, y, {
          face: 'serif',
          weight: 600,
          size: 42,
          anchor: 'end',
          fill: '#b8322f',
        });
        return { dish, cost };
      });
    });
    vignette(c, 0.3);
    const dearest = nth(rows, 3);
    return [
      {
        question: 'Which pizza is the most expensive?',
        answers: ['Quattro formaggi', 'quattro formaggi', 'Quattro Formaggi', 'the quattro formaggi'],
        caption:
          'The menu of the Trattoria Lucia lists five pizzas on cream paper over a checked tablecloth. Prices run from 8.50 for the Margherita to 12.40 for the Quattro formaggi.',
        retelling:
          'An Italian menu with five kinds of pizza and their prices, on a red and white checked tablecloth.',
        evidence: [dearest.dish, dearest.cost],
        mistake: { answer: 'Diavola', evidence: [nth(rows, 2).dish, nth(rows, 2).cost] },
      },
    ];
  },
};

export const printed: readonly Scene[] = [boarding, pizzeria];
