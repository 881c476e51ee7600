import { pottedPlant } from '../parts/nature.ts';
import { bookRow, loaf, pavement, shopFront } from '../parts/shop.ts';
import { bricks, planks, vignette } from '../parts/surfaces.ts';
import type { Scene } from '../scene.ts';

const bakery: Scene = {
  name: 'bakery',
  source: 'shops',
  category: 'perception',
  size: [1200, 900],
  format: 'jpg',
  paint(c) {
    bricks(c, 0, 0, 1200, 820, ['#c7a58a', '#bd9a80', '#d1b096'], '#e3d5c4', 32);
    c.rect(0, 0, 1200, 820, {
      fill: c.linear([
        ['#fff', 0, 0.1],
        ['#2a1a10', 1, 0.3],
      ]),
    });
    pavement(c);
    const { door } = shopFront(
      c,
      {
        wood: ['#2f5d62', '#1c3c40'],
        fascia: ['#2f5d62', '#234a4e'],
        trim: '#e3c37a',
        awning: ['#f6efe2', '#c9503f'],
        doorSide: 'right',
      },
      (x, y, width, height) => {
        for (const [row, shelf] of [y + height * 0.62, y + height - 6].entries()) {
          c.rect(x, shelf, width, 10, { fill: '#7a5230' });
          for (let k = 0; k < 5; k++) loaf(c, x + 62 + k * 111, shelf - 20, row === 0 ? 0.82 : 0.95);
        }
      },
    );
    const name = c.text('The Golden Crust', 600, 240, {
      face: 'serif',
      weight: 700,
      italic: true,
      size: 88,
      anchor: 'middle',
      fill: '#f4dc9c',
    });
    const card = c.inside({ at: door, turn: -3 }, () => {
      c.rect(-66, -78, 132, 170, { r: 8, fill: '#fbf6ea', filter: c.shadow(3, 5, 4) });
      c.text('OPEN', 0, -30, { face: 'roboto', weight: 900, size: 42, anchor: 'middle', fill: '#b3392b' });
      const hours = c.text('7 – 3', 0, 26, {
        face: 'serif',
        weight: 700,
        size: 46,
        anchor: 'middle',
        fill: '#2b3a3c',
      });
      c.text('Tue to Sun', 0, 66, {
        face: 'serif',
        weight: 600,
        size: 24,
        anchor: 'middle',
        fill: '#2b3a3c',
      });
      return hours;
    });
    pottedPlant(c, 60, 860, 1.2);
    pottedPlant(c, 1146, 866, 1.1);
    vignette(c, 0.35);
    const caption =
      'A bakery called The Golden Crust has a green front and a striped awning. Loaves of bread fill the window, and a card on the door gives the opening hours.';
    return [
      {
        question: 'What is the name of the bakery?',
        answers: ['The Golden Crust', 'Golden Crust', 'the golden crust'],
        caption,
        retelling:
          'The shop front of a bakery named The Golden Crust, with bread in the window under a red and white awning.',
        evidence: [name],
        mistake: { answer: 'Open', evidence: [card] },
      },
    ];
  },
};

const bookshop: Scene = {
  name: 'bookshop',
  source: 'shops',
  category: 'reasoning',
  size: [1200, 900],
  format: 'jpg',
  paint(c) {
    c.rect(0, 0, 1200, 820, { fill: c.linear(['#e9dcc6', '#cdb899']) });
    for (let y = 20; y < 820; y += 40) c.path(`M0 ${y}H1200`, { stroke: '#b9a27f', width: 2, opacity: 0.35 });
    pavement(c);
    const { door } = shopFront(
      c,
      { wood: ['#6d2f3a', '#431a23'], fascia: ['#6d2f3a', '#54222c'], trim: '#e7cf9a', doorSide: 'left' },
      (x, y, width, height) => {
        for (const shelf of [y + height * 0.5, y + height - 6]) {
          bookRow(c, x + 10, x + width - 10, shelf, height * 0.4);
          c.rect(x, shelf, width, 9, { fill: '#5a3a22' });
        }
      },
    );
    c.text('PAGE & PINE', 600, 232, {
      face: 'serif',
      weight: 700,
      size: 80,
      spacing: 8,
      anchor: 'middle',
      fill: '#f3e2b8',
    });
    const since = c.text('BOOKSELLERS SINCE 1962', 600, 266, {
      face: 'roboto',
      weight: 500,
      size: 24,
      spacing: 7,
      anchor: 'middle',
      fill: '#f3e2b8',
    });
    const sale = c.inside({ at: [door[0], 510], turn: 6 }, () => {
      c.circle(0, 0, 70, { fill: '#f2b632', filter: c.shadow(3, 5, 4) });
      const off = c.text('20%', 0, 8, {
        face: 'roboto',
        weight: 900,
        size: 56,
        anchor: 'middle',
        fill: '#5a1f1a',
      });
      c.text('OFF', 0, 44, { face: 'roboto', weight: 700, size: 30, anchor: 'middle', fill: '#5a1f1a' });
      return off;
    });
    c.text('Poetry week', door[0], 640, {
      face: 'hand',
      weight: 700,
      size: 32,
      anchor: 'middle',
      fill: '#fff5dc',
    });
    pottedPlant(c, 450, 846, 0.9, ['#b7bcc0', '#7d848a']);
    pottedPlant(c, 1140, 862, 1.15, ['#b7bcc0', '#7d848a']);
    vignette(c, 0.35);
    return [
      {
        question: 'Since what year has this shop been selling books?',
        answers: ['1962', 'since 1962'],
        caption:
          'The dark red front of the bookshop Page & Pine says that it has sold books since 1962. Colourful spines stand in the window, and a round sticker on the door offers 20% off.',
        retelling:
          'A burgundy bookstore named Page & Pine, booksellers since 1962, with many books in its window.',
        evidence: [since],
        mistake: { answer: '20%', evidence: [sale] },
      },
    ];
  },
};

const chalkboard: Scene = {
  name: 'cafe-board',
  source: 'menus',
  category: 'reasoning',
  size: [1000, 1100],
  format: 'jpg',
  quality: 80,
  paint(c) {
    planks(c, 0, ['#c9a57b', '#bf9a70', '#d2af86'], 183);
    c.rect(0, 0, 1000, 1100, {
      fill: c.linear([
        ['#fff', 0, 0.15],
        ['#2a1608', 1, 0.35],
      ]),
    });
    c.rect(110, 80, 780, 940, {
      r: 10,
      fill: c.linear(['#8a5a33', '#5f3b1f']),
      filter: c.shadow(10, 16, 14, 0.5),
    });
    c.rect(118, 88, 764, 924, { r: 6, stroke: '#b98550', width: 3, opacity: 0.7 });
    c.rect(146, 116, 708, 868, { fill: c.radial(['#3a4441', '#262e2c'], 0.4, 0.35, 0.8) });
    for (let k = 0; k < 14; k++) {
      const [x, y] = [c.random.between(160, 760), c.random.between(140, 940)];
      c.path(`M${x} ${y}q60 -14 ${c.random.between(70, 130)} 6`, {
        stroke: '#ffffff',
        width: c.random.between(8, 22),
        opacity: 0.025,
      });
    }
    const chalk = '#f3f0e6';
    c.text('Today at the', 500, 216, { face: 'hand', weight: 600, size: 62, anchor: 'middle', fill: chalk });
    c.text('Corner Café', 500, 306, {
      face: 'hand',
      weight: 700,
      size: 104,
      anchor: 'middle',
      fill: '#ffd98f',
    });
    c.path('M250 344q60 20 120 0t120 0t120 0t120 0', { stroke: chalk, width: 4, opacity: 0.85 });
    const dishes = [
      ['Tomato soup', '$6'],
      ['Mushroom pie', '$9'],
      ['Grilled cheese', '$7'],
      ['Apple crumble', '$5'],
    ] as const;
    const rows = dishes.map(([dish, price], index) => {
      const y = 450 + index * 104;
      const name = c.text(dish, 206, y, { face: 'hand', weight: 600, size: 70, fill: chalk });
      for (let x = name.x2 + 24; x < 690; x += 22) c.circle(x, y - 6, 2.5, { fill: chalk, opacity: 0.7 });
      const cost = c.text(price, 798, y, {
        face: 'hand',
        weight: 700,
        size: 76,
        anchor: 'end',
        fill: '#9fe0c0',
      });
      return { name, cost };
    });
    c.group({ at: [500, 906], scale: 0.85 }, () => {
      c.path('M-64-44h112v40q0 44-40 44h-32q-40 0-40-44zM48-34h14q22 0 22 22t-22 22h-16', {
        stroke: chalk,
        width: 5,
      });
      c.path('M-30-62q-12-16 0-30t0-28M-6-62q-12-16 0-30t0-28M18-62q-12-16 0-30t0-28', {
        stroke: chalk,
        width: 4,
        opacity: 0.7,
      });
      c.path('M-90 52h180', { stroke: chalk, width: 5 });
    });
    vignette(c, 0.3);
    const pie = rows[1];
    const soup = rows[0];
    const crumble = rows[3];
    if (pie === undefined || soup === undefined || crumble === undefined)
      throw new Error('four dishes are written');
    const caption =
      'A chalkboard in a wooden frame lists the dishes of the day at the Corner Café. Tomato soup costs $6, mushroom pie $9, grilled cheese $7 and apple crumble $5.';
    return [
      {
        question: 'What do the soup and the crumble cost together?',
        answers: ['$11', '11', '11 dollars', 'eleven dollars'],
        caption,
        retelling:
          'The chalkboard of the Corner Café shows soup, pie, grilled cheese and crumble with prices in dollars.',
        evidence: [soup.cost, crumble.cost],
        mistake: { answer: '$15', evidence: [pie.cost] },
      },
    ];
  },
};

export const shops: readonly Scene[] = [bakery, bookshop, chalkboard];
