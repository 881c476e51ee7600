import type { Canvas } from '../draw/canvas.ts';
import { nth } from '../parts/nth.ts';
import { glow, planks, vignette } from '../parts/surfaces.ts';
import type { Scene } from '../scene.ts';

/** A coffee cup on its saucer, seen from above; `r` is the saucer's radius. */
function cupFromAbove(c: Canvas, x: number, y: number, r: number): void {
  c.circle(x, y, r, {
    fill: c.radial(['#ffffff', '#f1eee8', '#d9d4cb'], 0.4, 0.35, 0.7),
    filter: c.shadow(8, 12, 12, 0.4),
  });
  c.circle(x, y, r * 0.72, { stroke: '#d2ccc2', width: 3 });
  c.group({ at: [x, y], turn: 40 }, () =>
    c.path(`M${r * 0.5} -16q${r * 0.42} -6 ${r * 0.42} 16t${-r * 0.42} 16`, { stroke: '#f5f2ec', width: 16 }),
  );
  c.circle(x, y, r * 0.6, {
    fill: c.radial(['#ffffff', '#ece8e1'], 0.35, 0.3, 0.8),
    filter: c.shadow(4, 6, 6, 0.35),
  });
  c.circle(x, y, r * 0.51, { fill: c.radial(['#8a5a34', '#5c3518', '#3f220d'], 0.5, 0.5, 0.5) });
  c.circle(x, y, r * 0.42, { fill: '#d9b88f', opacity: 0.9 });
  c.path(
    `M${x} ${y + r * 0.3}C${x - r * 0.4} ${y} ${x - r * 0.2} ${y - r * 0.3} ${x} ${y - r * 0.08}C${x + r * 0.2} ${y - r * 0.3} ${x + r * 0.4} ${y} ${x} ${y + r * 0.3}z`,
    { fill: '#fbf2e2' },
  );
}

/** A till receipt around its own middle, its lower edge torn; the paper fades a little towards the bottom. */
function tillRoll(c: Canvas, width: number, height: number): void {
  const teeth = Array.from({ length: 24 }, () => `l${-width / 48} 8l${-width / 48} -8`).join('');
  const d = `M${-width / 2} ${-height / 2}h${width}v${height}${teeth}z`;
  c.path(d, { fill: '#fefdf9', filter: c.shadow(8, 14, 12, 0.45) });
  c.path(d, {
    fill: c.linear([
      ['#b8b2a6', 0, 0.1],
      ['#b8b2a6', 0.5, 0],
      ['#b8b2a6', 1, 0.28],
    ]),
  });
}

const grocery: Scene = {
  name: 'receipt-grocery',
  source: 'receipts',
  category: 'reasoning',
  size: [900, 1200],
  format: 'jpg',
  quality: 84,
  paint(c) {
    planks(c, 0, ['#8a6242', '#805a3b', '#946b49'], 200);
    glow(c, 150, 60, 900, '#fff1d6', 0.35);
    const items = [
      ['Whole milk 1 l', '1.29'],
      ['Rye bread', '3.40'],
      ['Free-range eggs', '2.95'],
      ['Bananas 1.2 kg', '2.16'],
      ['Cheddar 250 g', '3.79'],
      ['Orange juice', '2.49'],
    ] as const;
    const receipt = c.inside({ at: [450, 590], turn: 2.2 }, () => {
      tillRoll(c, 560, 1020);
      const ink = '#33322f';
      const mono = { face: 'mono', size: 32, fill: ink } as const;
      c.text('GREENFIELD', 0, -420, {
        face: 'roboto',
        weight: 900,
        size: 58,
        spacing: 2,
        anchor: 'middle',
        fill: '#2f6b3c',
      });
      c.text('FRESH MARKET', 0, -376, {
        face: 'roboto',
        weight: 500,
        size: 26,
        spacing: 8,
        anchor: 'middle',
        fill: '#2f6b3c',
      });
      c.text('18 High Street', 0, -326, { ...mono, size: 28, anchor: 'middle' });
      c.text('14 Mar 2025  17:42', 0, -288, { ...mono, size: 28, anchor: 'middle' });
      c.path('M-240 -258H240', { stroke: ink, width: 2.5, dash: '1 9' });
      const rows = items.map(([name, price], index) => {
        const y = -204 + index * 58;
        return {
          name: c.text(name, -240, y, mono),
          price: c.text(price, 240, y, { ...mono, anchor: 'end' }),
        };
      });
      c.path('M-240 122H240', { stroke: ink, width: 2.5, dash: '1 9' });
      const total = {
        name: c.text('TOTAL', -240, 186, { ...mono, weight: 700, size: 46 }),
        price: c.text('16.08', 240, 186, { ...mono, weight: 700, size: 46, anchor: 'end' }),
      };
      const cash = c.text('20.00', 240, 244, { ...mono, anchor: 'end' });
      c.text('Cash', -240, 244, mono);
      c.text('Change', -240, 296, mono);
      c.text('3.92', 240, 296, { ...mono, anchor: 'end' });
      c.text('Thank you!', 0, 376, {
        face: 'hand',
        weight: 700,
        size: 54,
        anchor: 'middle',
        fill: '#2f6b3c',
      });
      for (let x = -200; x < 200;) {
        const width = c.random.between(2, 8);
        c.rect(x, 404, width, 72, { fill: ink });
        x += width + c.random.between(2, 8);
      }
      return { rows, total, cash };
    });
    vignette(c, 0.4);
    const caption =
      'A grocery receipt from Greenfield Fresh Market lies on a wooden table. It lists six items from milk to orange juice, with a total of 16.08 paid in cash.';
    const eggs = nth(receipt.rows, 2);
    return [
      {
        question: 'What is the total on the receipt?',
        answers: ['16.08', '$16.08', '£16.08', '€16.08'],
        caption,
        retelling: 'A paper receipt of Greenfield Fresh Market with six items and a total of 16.08.',
        evidence: [receipt.total.name, receipt.total.price],
        mistake: { answer: '20.00', evidence: [receipt.cash] },
      },
      {
        question: 'How much did the eggs cost?',
        answers: ['2.95', '$2.95', '£2.95', '€2.95'],
        caption,
        retelling:
          'The receipt on the table shows milk, bread, eggs, bananas, cheddar and juice with their prices.',
        evidence: [eggs.name, eggs.price],
        mistake: { answer: '2.16', evidence: [nth(receipt.rows, 3).price] },
      },
    ];
  },
};

const coffee: Scene = {
  name: 'receipt-coffee',
  source: 'receipts',
  category: 'reasoning',
  size: [1280, 960],
  format: 'jpg',
  paint(c) {
    c.rect(0, 0, 1280, 960, { fill: c.linear(['#d8d3ca', '#bfb8ad'], -35) });
    for (let k = 0; k < 26; k++) {
      const [x, y] = [c.random.between(-100, 1200), c.random.between(0, 960)];
      c.path(
        `M${x} ${y}q${c.random.between(60, 160)} ${c.random.between(-70, 70)} ${c.random.between(160, 360)} ${c.random.between(-60, 60)}`,
        { stroke: '#8d857a', width: c.random.between(1, 4), opacity: 0.16 },
      );
    }
    glow(c, 200, 60, 800, '#ffffff', 0.5);
    cupFromAbove(c, 1010, 270, 190);
    c.group({ at: [1000, 700], turn: -24, filter: c.shadow(6, 10, 8, 0.4) }, () => {
      c.ellipse(-92, 0, 46, 34, { fill: c.linear(['#e3e6e8', '#9aa1a6']) });
      c.ellipse(-94, -4, 32, 22, { fill: c.linear(['#b1b8bd', '#d9dee1']) });
      c.path('M-50-7Q60-14 150-12q22 2 22 12t-22 12Q60 14-50 7z', { fill: c.linear(['#eef0f2', '#9aa1a6']) });
    });
    const receipt = c.inside({ at: [430, 480], turn: -7 }, () => {
      tillRoll(c, 500, 800);
      const ink = '#2f2c2a';
      const mono = { face: 'mono', size: 30, fill: ink } as const;
      c.text('Blue Door Coffee', 0, -310, {
        face: 'serif',
        weight: 700,
        size: 50,
        anchor: 'middle',
        fill: '#234a78',
      });
      c.text('Table 9', 0, -258, { ...mono, size: 28, anchor: 'middle' });
      c.path('M-210 -226H210', { stroke: ink, width: 2 });
      const order = [
        ['2 Cappuccino', '8.40'],
        ['1 Croissant', '3.10'],
        ['1 Carrot cake', '4.50'],
      ] as const;
      const lines = order.map(([name, price], index) => {
        const y = -170 + index * 56;
        return {
          name: c.text(name, -210, y, mono),
          price: c.text(price, 210, y, { ...mono, anchor: 'end' }),
        };
      });
      c.path('M-210 -14H210', { stroke: ink, width: 2 });
      c.text('Subtotal', -210, 36, mono);
      c.text('16.00', 210, 36, { ...mono, anchor: 'end' });
      c.text('Tip 15%', -210, 90, mono);
      c.text('2.40', 210, 90, { ...mono, anchor: 'end' });
      c.text('TOTAL', -210, 168, { ...mono, weight: 700, size: 44 });
      c.text('18.40', 210, 168, { ...mono, weight: 700, size: 44, anchor: 'end' });
      c.rect(-210, 210, 420, 56, { r: 6, fill: '#234a78', opacity: 0.1 });
      c.text('Wi-Fi: oat-milk-42', 0, 247, { ...mono, size: 28, anchor: 'middle' });
      c.text('See you soon', 0, 344, {
        face: 'hand',
        weight: 700,
        size: 50,
        anchor: 'middle',
        fill: '#234a78',
      });
      return lines;
    });
    vignette(c, 0.3);
    const drinks = nth(receipt, 0);
    return [
      {
        question: 'What is the price of one cappuccino?',
        answers: ['4.20', '$4.20', '€4.20', '4.2'],
        caption:
          'A receipt from Blue Door Coffee lies on a stone table beside a cup. It charges 8.40 for two cappuccinos, 3.10 for a croissant and 4.50 for a carrot cake.',
        retelling:
          'A slightly tilted bill from a coffee shop lists two cappuccinos, a croissant and a carrot cake.',
        evidence: [drinks.name, drinks.price],
        mistake: { answer: '3.10', evidence: [nth(receipt, 1).price] },
      },
    ];
  },
};

export const receipts: readonly Scene[] = [grocery, coffee];
