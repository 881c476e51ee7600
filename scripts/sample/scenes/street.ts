import type { Canvas } from '../draw/canvas.ts';
import { cloud, sky, tree } from '../parts/nature.ts';
import { bricks, lamp, vignette, windowPane } from '../parts/surfaces.ts';
import type { Scene } from '../scene.ts';

/** A row of town houses standing on `foot`. */
function townHouses(c: Canvas, foot: number, width = 210): void {
  const walls = ['#d9b48f', '#c98b74', '#a9b8b0', '#e2cfa4', '#b7a3a0', '#93a7b8'] as const;
  for (let index = 0; index * width < c.width; index++) {
    const x = index * width;
    const top = foot - 330 - c.random.between(0, 90);
    const wall = walls[index % walls.length] ?? walls[0];
    c.rect(x, top, width, foot - top, { fill: wall });
    c.rect(x, top, width, foot - top, {
      fill: c.linear([
        ['#fff', 0, 0.12],
        ['#000', 1, 0.16],
      ]),
    });
    c.rect(x - 4, top - 16, width + 8, 20, { fill: '#6f5b50' });
    c.rect(x - 4, top - 16, width + 8, 5, { fill: '#ffffff', opacity: 0.25 });
    for (let row = 0; row < 3; row++) {
      for (const column of [0.14, 0.58]) {
        windowPane(c, x + width * column, top + 34 + row * 108, width * 0.28, 74, '#f3ece0');
      }
    }
  }
}

function road(c: Canvas, top: number): void {
  c.rect(0, top - 46, c.width, 50, { fill: c.linear(['#cfcac1', '#aea9a1']) });
  for (let x = 0; x < c.width; x += 90)
    c.path(`M${x} ${top - 46}l-14 40`, { stroke: '#8f8a83', width: 2, opacity: 0.6 });
  c.rect(0, top - 6, c.width, 12, { fill: '#8a8780' });
  c.rect(0, top + 6, c.width, c.height - top, { fill: c.linear(['#6c7075', '#4a4d52']) });
}

function wheel(c: Canvas, x: number, y: number, r: number): void {
  c.circle(x, y, r, { fill: '#1d1f22' });
  c.circle(x, y, r * 0.62, { fill: c.radial(['#e9edf0', '#9aa3aa'], 0.4, 0.35, 0.7) });
  c.circle(x, y, r * 0.2, { fill: '#5a6268' });
  for (let k = 0; k < 5; k++) {
    const angle = (k * 2 * Math.PI) / 5;
    c.circle(x + Math.cos(angle) * r * 0.4, y + Math.sin(angle) * r * 0.4, r * 0.08, { fill: '#5a6268' });
  }
}

const bus: Scene = {
  name: 'city-bus',
  source: 'objects',
  category: 'perception',
  size: [1280, 860],
  format: 'jpg',
  paint(c) {
    sky(c, 600, ['#5fa9df', '#cfe6f2']);
    cloud(c, 980, 80, 0.8, 0.8);
    townHouses(c, 596);
    road(c, 640);
    for (let x = 30; x < 1280; x += 170)
      c.polygon([x, 806, x + 96, 806, x + 84, 820, x - 12, 820], { fill: '#e9e6da', opacity: 0.85 });
    lamp(c, 1180, 640, 0.95);
    tree(c, 80, 632, 1.2);
    c.ellipse(620, 752, 500, 20, { fill: '#000', opacity: 0.35, filter: c.blur(8) });
    const inks = c.inside({ at: [150, 300] }, () => {
      const paint = c.linear(['#e5483f', '#cf2f2a', '#9d1d1f']);
      c.path('M24 0H900q38 0 46 44l22 190q4 30 4 70v96q0 24-24 24H24q-24 0-24-24V24Q0 0 24 0z', {
        fill: paint,
      });
      c.path('M24 8H900q32 0 38 30H6Q8 8 24 8z', { fill: '#ffffff', opacity: 0.25 });
      c.rect(0, 270, 971, 18, { fill: '#f7efe0' });
      const glass = c.linear(['#20303d', '#4b6a7d', '#7f9fae'], -20);
      for (let k = 0; k < 5; k++) {
        c.rect(34 + k * 136, 84, 122, 160, { r: 10, fill: glass });
        c.polygon(
          [60 + k * 136, 84, 96 + k * 136, 84, 50 + k * 136, 244, 34 + k * 136, 244, 34 + k * 136, 176],
          { fill: '#fff', opacity: 0.14 },
        );
      }
      for (let k = 0; k < 2; k++) {
        c.rect(716 + k * 64, 84, 58, 300, { r: 8, fill: glass });
        c.rect(716 + k * 64, 84, 58, 300, { r: 8, stroke: '#2a1a1a', width: 4 });
      }
      c.path('M862 84h50q16 0 20 20l22 130q2 14-12 14h-80q-12 0-12-12V96q0-12 12-12z', { fill: glass });
      c.polygon([870, 90, 900, 90, 866, 240, 850, 240, 850, 180], { fill: '#fff', opacity: 0.16 });
      c.rect(250, 16, 420, 56, { r: 8, fill: '#14171a' });
      const amber = '#ffb52e';
      const number = c.text('42', 276, 62, { face: 'roboto', weight: 700, size: 52, fill: amber });
      const place = c.text('HARBOUR', 372, 60, {
        face: 'roboto',
        weight: 700,
        size: 46,
        spacing: 4,
        fill: amber,
      });
      c.circle(938, 330, 22, { fill: c.radial(['#fffbe6', '#ffd76a']) });
      c.rect(4, 316, 12, 46, { r: 5, fill: '#ff9a3c' });
      c.text('City Transit', 300, 350, {
        face: 'sans',
        weight: 700,
        italic: true,
        size: 44,
        fill: '#f7efe0',
      });
      for (const x of [190, 800]) {
        c.path(`M${x - 78} 424a78 78 0 0 1 156 0z`, { fill: '#2a1012' });
        wheel(c, x, 420, 60);
      }
      c.rect(944, 384, 30, 22, { r: 6, fill: '#2b2e31' });
      return { number, place };
    });
    vignette(c, 0.28);
    const caption =
      'A red city bus drives past a row of old town houses. Its display reads 42 Harbour, and a street lamp stands behind it.';
    return [
      {
        question: 'What is the route number of the bus?',
        answers: ['42', 'forty-two', 'number 42', 'route 42'],
        caption,
        retelling: 'A red bus with the number 42 on its sign is driving along a street with houses.',
        evidence: [inks.number],
        mistake: { answer: '24', evidence: [inks.place] },
      },
      {
        question: 'Where is the bus going?',
        answers: ['Harbour', 'HARBOUR', 'the harbour', 'to the harbour', 'Harbor'],
        caption,
        retelling: 'The city bus on the street is red and its sign shows line 42 to Harbour.',
        evidence: [inks.place],
        mistake: { answer: 'City Transit', evidence: [inks.number] },
      },
    ];
  },
};

const bicycle: Scene = {
  name: 'bicycle-wall',
  source: 'objects',
  category: 'perception',
  size: [1200, 900],
  format: 'jpg',
  quality: 78,
  paint(c) {
    bricks(c, 0, 0, 1200, 700, ['#c9826a', '#bd7560', '#d08d74', '#b46c58'], '#d9c2b0', 40);
    c.rect(0, 0, 1200, 700, {
      fill: c.linear([
        ['#fff', 0, 0.18],
        ['#3a1a10', 1, 0.3],
      ]),
    });
    windowPane(c, 880, 90, 220, 280, '#f2efe6', ['#56788b', '#b7d0d8']);
    for (let k = 0; k < 11; k++) {
      const x = 890 + k * 20;
      c.path(`M${x} 390q-6-30 4-46`, { stroke: '#4c8a4e', width: 6 });
      c.circle(x + 4, 340 - (k % 3) * 9, 13, {
        fill: c.random.pick(['#e8556d', '#f4b942', '#f28fa5', '#ffffff']),
      });
    }
    c.path('M872 386h236v56h-236z', { fill: c.linear(['#7d593c', '#5c3e27']), filter: c.shadow(0, 6, 5) });
    c.rect(0, 690, 1200, 20, { fill: '#8c8379' });
    c.rect(0, 700, 1200, 200, { fill: c.linear(['#cbc4b8', '#9d968b']) });
    for (let y = 740; y < 900; y += 52) c.path(`M0 ${y}H1200`, { stroke: '#857e74', width: 3, opacity: 0.7 });
    for (let x = -200; x < 1400; x += 170)
      c.path(`M${x + 90} 705L${x} 900`, { stroke: '#857e74', width: 3, opacity: 0.6 });
    c.ellipse(520, 792, 400, 16, { fill: '#000', opacity: 0.4, filter: c.blur(7) });
    const parts = c.inside({ at: [130, 330] }, () => {
      const tyre = (x: number): void => {
        c.circle(x, 310, 142, { stroke: '#24262a', width: 16 });
        c.circle(x, 310, 130, { stroke: '#c9ced2', width: 5 });
        for (let k = 0; k < 18; k++) {
          const angle = (k * Math.PI) / 9;
          c.path(
            `M${x + Math.cos(angle) * 12} ${310 + Math.sin(angle) * 12}L${x + Math.cos(angle + 0.12) * 129} ${310 + Math.sin(angle + 0.12) * 129}`,
            { stroke: '#dfe3e6', width: 1.6 },
          );
        }
        c.circle(x, 310, 13, { fill: '#8b9298' });
      };
      tyre(150);
      tyre(640);
      c.path('M6 300A145 145 0 0 1 240 190M496 300A145 145 0 0 1 730 200', { stroke: '#1b6f7d', width: 9 });
      const frame = c.path('M150 310L350 320L270 110H540L350 320M150 310L284 140M520 60L548 130L640 310', {
        stroke: '#1aa0ad',
        width: 17,
      });
      c.path('M280 106H540L352 312', { stroke: '#7fdde4', width: 4, opacity: 0.7 });
      c.path('M270 110L252 60', { stroke: '#aab1b6', width: 12 });
      const saddle = c.path('M196 44q60-16 118 0q14 8-6 14q-40 4-60 16q-40 4-58-14q-4-12 6-16z', {
        fill: c.linear(['#8a5a34', '#5c3a20']),
      });
      c.path('M520 60L506 20q-6-20 18-22h60q34 0 30 34q-4 20-28 22', { stroke: '#aab1b6', width: 11 });
      c.path('M596 54q24-4 20-32', { stroke: '#5c3a20', width: 17 });
      c.circle(350, 320, 34, { stroke: '#5b6268', width: 9 });
      c.path('M350 320L392 376M350 320L308 264', { stroke: '#3d4348', width: 10 });
      c.path('M372 380h46M288 262h40', { stroke: '#24262a', width: 13 });
      c.path('M350 288L150 298M350 354L150 324', { stroke: '#3d4348', width: 4 });
      c.path('M562 54h150l-18 108H584z', { fill: c.linear(['#d9b07a', '#a9783f']) });
      for (let k = 1; k < 7; k++)
        c.path(`M${562 + k * 21} 56l${(3 - k) * 5} 104`, { stroke: '#6f4a22', width: 3, opacity: 0.7 });
      for (const y of [84, 112, 138])
        c.path(`M${568 + (y - 54) * 0.16} ${y}H${706 - (y - 54) * 0.16}`, {
          stroke: '#6f4a22',
          width: 3,
          opacity: 0.6,
        });
      c.path('M556 50h162', { stroke: '#8a5f30', width: 11 });
      for (const [x, y, colour] of [
        [590, 26, '#f4b942'],
        [630, 14, '#ffffff'],
        [668, 24, '#e8556d'],
        [650, 40, '#f28fa5'],
        [610, 42, '#c05fd0'],
      ] as const) {
        c.circle(x, y, 17, { fill: colour });
        c.circle(x, y, 6, { fill: '#7a4a18' });
      }
      return { frame, saddle };
    });
    vignette(c, 0.3);
    return [
      {
        question: 'What colour is the frame of the bicycle?',
        answers: ['turquoise', 'teal', 'blue-green', 'cyan'],
        caption:
          'A turquoise bicycle leans against a brick wall under a window box. Its wicker basket is full of flowers, and the saddle is brown.',
        retelling: 'A teal bike with a basket of flowers is parked in front of a brick wall.',
        evidence: [parts.frame],
        mistake: { answer: 'brown', evidence: [parts.saddle] },
      },
    ];
  },
};

export const street: readonly Scene[] = [bus, bicycle];
