import { pottedPlant } from '../parts/nature.ts';
import { nth } from '../parts/nth.ts';
import { bookRow, pavement, shopFront } from '../parts/shop.ts';
import { bricks, glow, vignette } from '../parts/surfaces.ts';
import type { Canvas } from '../draw/canvas.ts';
import type { Scene } from '../scene.ts';

/** A paper lantern with a tassel, hanging from (x, y), about 150 px high at scale 1. */
function lantern(c: Canvas, x: number, y: number, scale: number): void {
  glow(c, x, y + 80 * scale, 130 * scale, '#ffcf7a', 0.45);
  c.group({ at: [x, y], scale }, () => {
    c.path('M0 0V26', { stroke: '#3a2418', width: 3 });
    c.ellipse(0, 76, 62, 50, { fill: c.radial(['#ff7a4d', '#d92f22', '#9c1613'], 0.45, 0.45, 0.6) });
    for (const rx of [44, 22]) c.ellipse(0, 76, rx, 50, { stroke: '#7a100d', width: 2, opacity: 0.5 });
    c.rect(-24, 22, 48, 10, { r: 3, fill: '#e0b04c' });
    c.rect(-24, 120, 48, 10, { r: 3, fill: '#e0b04c' });
    c.path('M-8 130v34M0 130v40M8 130v34', { stroke: '#e0b04c', width: 4 });
  });
}

const teaHouse: Scene = {
  name: 'tea-house-zh',
  source: 'shops',
  category: 'multilingual',
  size: [1200, 900],
  format: 'jpg',
  paint(c) {
    bricks(c, 0, 0, 1200, 820, ['#7d868b', '#737c82', '#878f94'], '#a7adb0', 30);
    c.rect(0, 0, 1200, 820, {
      fill: c.linear([
        ['#fff', 0, 0.08],
        ['#14181c', 1, 0.4],
      ]),
    });
    c.path('M20 126C80 116 110 96 130 60H1070C1090 96 1120 116 1180 126z', {
      fill: c.linear(['#4a5258', '#2b3136']),
    });
    for (let x = 150; x < 1070; x += 34)
      c.path(`M${x} 62L${x + (x - 600) * 0.06} 124`, { stroke: '#20262a', width: 5, opacity: 0.7 });
    pavement(c);
    const { door } = shopFront(
      c,
      { wood: ['#7a3a24', '#4a2013'], fascia: ['#3a1a10', '#241008'], trim: '#d9a94a', doorSide: 'right' },
      (x, y, width, height) => {
        for (const shelf of [y + height * 0.55, y + height - 6]) {
          c.rect(x, shelf, width, 9, { fill: '#4a2c16' });
          for (let k = 0; k < 6; k++) {
            const jx = x + 60 + k * 92;
            c.group({ at: [jx, shelf] }, () => {
              const glaze = c.random.pick(['#3d6f8a', '#e9e2d2', '#6f8f5c', '#8a4a36']);
              c.path('M-26 0q-14-34 0-66h52q14 32 0 66z', { fill: glaze });
              c.path('M-16 0q-12-34-2-66h6q-8 32 2 66z', { fill: '#fff', opacity: 0.25 });
              c.path('M-20-66h40l-4-12h-32zM-5-78h10v-8h-10z', { fill: '#3a2418' });
              c.rect(-16, -46, 32, 24, { fill: '#c23b2a' });
            });
          }
        }
      },
    );
    const name = c.text('龙井茶庄', 600, 250, {
      face: 'chinese',
      weight: 700,
      size: 96,
      spacing: 36,
      anchor: 'middle',
      fill: '#f0c765',
    });
    const hours = c.inside({ at: door }, () => {
      c.rect(-62, -110, 124, 240, { r: 4, fill: '#f7ecd2', filter: c.shadow(3, 5, 4) });
      c.text('营业时间', 0, -66, {
        face: 'chinese',
        weight: 700,
        size: 26,
        anchor: 'middle',
        fill: '#8a2a1c',
      });
      c.path('M-44-48H44', { stroke: '#8a2a1c', width: 2 });
      const opening = c.text('早上九点', 0, -4, {
        face: 'chinese',
        weight: 500,
        size: 26,
        anchor: 'middle',
        fill: '#3a2418',
      });
      c.text('至', 0, 42, { face: 'chinese', weight: 500, size: 26, anchor: 'middle', fill: '#3a2418' });
      const closing = c.text('晚上八点', 0, 90, {
        face: 'chinese',
        weight: 500,
        size: 26,
        anchor: 'middle',
        fill: '#3a2418',
      });
      return { opening, closing };
    });
    lantern(c, 122, 290, 1);
    lantern(c, 1080, 290, 1);
    pottedPlant(c, 60, 866, 1.1, ['#5a7f92', '#33505f']);
    vignette(c, 0.4);
    const caption =
      '这是一家名为龙井茶庄的茶叶店，门口挂着两盏红灯笼。橱窗里摆着茶叶罐，门上写着营业时间是早上九点至晚上八点。';
    return [
      {
        question: '这家店叫什么名字？',
        answers: ['龙井茶庄', '龍井茶莊', '叫龙井茶庄'],
        caption,
        retelling: '一家挂着红灯笼的茶叶店，招牌上写着龙井茶庄。',
        evidence: [name],
        mistake: { answer: '营业时间', evidence: [hours.opening] },
      },
      {
        question: '这家店晚上几点关门？',
        answers: ['八点', '晚上八点', '8点', '20:00'],
        caption,
        retelling: '茶庄的木门上贴着营业时间，从早上九点到晚上八点。',
        evidence: [hours.closing],
        mistake: { answer: '九点', evidence: [hours.opening] },
      },
    ];
  },
};

const library: Scene = {
  name: 'bookshop-ar',
  source: 'shops',
  category: 'multilingual',
  size: [1200, 900],
  format: 'jpg',
  paint(c) {
    c.rect(0, 0, 1200, 820, { fill: c.linear(['#efe3cb', '#d8c29b']) });
    for (let row = 0; row < 12; row++) {
      for (let column = -1; column < 9; column++) {
        c.rect(column * 150 + (row % 2) * 75, row * 70, 148, 68, {
          fill: c.random.pick(['#e6d6b6', '#dfcda8', '#ead9bb']),
        });
      }
    }
    c.rect(0, 0, 1200, 820, {
      fill: c.linear([
        ['#fff', 0, 0.1],
        ['#4a3418', 1, 0.3],
      ]),
    });
    pavement(c);
    shopFront(
      c,
      {
        wood: ['#2a6f7a', '#17454d'],
        fascia: ['#2a6f7a', '#1d5660'],
        trim: '#f0d58c',
        awning: ['#2a6f7a', '#f4ead2'],
        doorSide: 'left',
      },
      (x, y, width, height) => {
        for (const shelf of [y + height * 0.56, y + height - 6]) {
          bookRow(c, x + 10, x + width - 10, shelf, height * 0.38);
          c.rect(x, shelf, width, 9, { fill: '#5a3a22' });
        }
      },
    );
    const name = c.text('مكتبة النور', 600, 244, {
      face: 'arabic',
      weight: 700,
      size: 92,
      anchor: 'middle',
      fill: '#f8e3a6',
    });
    const offer = c.inside({ at: [286, 530], turn: 4 }, () => {
      c.rect(-68, -70, 136, 140, { r: 10, fill: '#f7efdc', filter: c.shadow(3, 5, 4) });
      c.text('خصم', 0, -14, { face: 'arabic', weight: 700, size: 44, anchor: 'middle', fill: '#a8322a' });
      return c.text('٢٥٪', 0, 46, {
        face: 'arabic',
        weight: 700,
        size: 54,
        anchor: 'middle',
        fill: '#a8322a',
      });
    });
    pottedPlant(c, 56, 862, 1.15);
    pottedPlant(c, 1150, 866, 1.1);
    vignette(c, 0.35);
    const caption =
      'واجهة متجر كتب اسمه مكتبة النور بلون أزرق مخضر. في النافذة كتب كثيرة، وعلى الباب لافتة تعلن خصم ٢٥٪.';
    return [
      {
        question: 'ما اسم المكتبة؟',
        answers: ['مكتبة النور', 'النور', 'اسمها مكتبة النور'],
        caption,
        retelling: 'متجر كتب بواجهة خضراء مكتوب عليها مكتبة النور.',
        evidence: [name],
        mistake: { answer: 'خصم', evidence: [offer] },
      },
      {
        question: 'كم نسبة الخصم المكتوبة على الباب؟',
        answers: ['٢٥٪', '25%', '٢٥', '25'],
        caption,
        retelling: 'على باب المكتبة لافتة بيضاء عليها خصم ٢٥٪.',
        evidence: [offer],
        mistake: { answer: '٥٢٪', evidence: [name] },
      },
    ];
  },
};

const market: Scene = {
  name: 'market-es',
  source: 'menus',
  category: 'multilingual',
  size: [1200, 900],
  format: 'jpg',
  quality: 80,
  paint(c) {
    c.rect(0, 0, 1200, 900, { fill: c.linear(['#6b4a32', '#3c2718']) });
    for (let k = 0; k < 16; k++) {
      c.path(`M${k * 80 - 40} 0h80v120q-40 44-80 0z`, { fill: k % 2 === 0 ? '#2f8f5b' : '#fbf6e6' });
    }
    c.rect(0, 0, 1200, 60, {
      fill: c.linear([
        ['#000', 0, 0.3],
        ['#000', 1, 0],
      ]),
    });
    glow(c, 600, 240, 700, '#ffe1a1', 0.4);
    const stalls = [
      ['Naranjas', '1,80 €', ['#ffb347', '#f08a1d', '#c9610a']],
      ['Manzanas', '2,10 €', ['#f2695c', '#cf2f35', '#8e1622']],
      ['Limones', '1,60 €', ['#fff08a', '#f6d53a', '#cfa213']],
    ] as const;
    const signs = stalls.map(([name, price, tones], column) => {
      const x = 60 + column * 370;
      c.path(`M${x} 560h340l-20 300h-300z`, {
        fill: c.linear(['#b98550', '#8a5c33']),
        filter: c.shadow(4, 10, 10, 0.5),
      });
      for (let row = 0; row < 4; row++) {
        const count = 7 - (3 - row) + (row === 3 ? 0 : 0);
        for (let k = 0; k < count; k++) {
          const fx = x + 170 + (k - (count - 1) / 2) * 50;
          const fy = 430 + row * 42;
          c.circle(fx, fy, 31, { fill: c.radial([...tones], 0.36, 0.3, 0.75) });
          c.circle(fx - 9, fy - 11, 7, { fill: '#fff', opacity: 0.35 });
        }
      }
      c.path(`M${x - 8} 578h356l-22 284h-312z`, { fill: c.linear(['#c9965f', '#9a6a3c']) });
      for (const y of [640, 720, 800])
        c.path(`M${x + (y - 578) * 0.08} ${y}h${340 - (y - 578) * 0.16}`, {
          stroke: '#5f3d20',
          width: 5,
          opacity: 0.7,
        });
      return c.inside({ at: [x + 170, 300], turn: (column - 1) * 3 }, () => {
        c.path('M-3 60h6v60h-6z', { fill: '#3c2718' });
        c.rect(-146, -84, 292, 156, {
          r: 10,
          fill: c.linear(['#2f3734', '#222927']),
          filter: c.shadow(4, 8, 7, 0.5),
        });
        c.rect(-146, -84, 292, 156, { r: 10, stroke: '#b98550', width: 7 });
        const fruit = c.text(name, 0, -18, {
          face: 'hand',
          weight: 700,
          size: 62,
          anchor: 'middle',
          fill: '#ffffff',
        });
        const cost = c.text(price, 0, 50, {
          face: 'hand',
          weight: 700,
          size: 62,
          anchor: 'middle',
          fill: '#ffd98f',
        });
        return { fruit, cost };
      });
    });
    vignette(c, 0.4);
    const lemons = nth(signs, 2);
    return [
      {
        question: '¿Cuánto cuesta un kilo de limones?',
        answers: ['1,60 €', '1,60', '1,60 euros', '1.60 €'],
        caption:
          'Un puesto de mercado ofrece tres cajas de fruta bajo un toldo verde y blanco. Las naranjas cuestan 1,80 €, las manzanas 2,10 € y los limones 1,60 €.',
        retelling: 'En el mercado hay naranjas, manzanas y limones con carteles de precios en pizarra.',
        evidence: [lemons.fruit, lemons.cost],
        mistake: { answer: '1,80 €', evidence: [nth(signs, 0).fruit, nth(signs, 0).cost] },
      },
    ];
  },
};

export const multilingual: readonly Scene[] = [teaHouse, library, market];
