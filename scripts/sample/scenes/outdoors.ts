import type { Canvas } from '../draw/canvas.ts';
import type { Ink } from '../draw/ink.ts';
import { cloud, mountain, pine, ridge, sky } from '../parts/nature.ts';
import { glow, vignette } from '../parts/surfaces.ts';
import type { Scene } from '../scene.ts';

/** A diamond kite with a ribboned tail, around its own middle, about 150 px wide at scale 1. */
function kite(
  c: Canvas,
  x: number,
  y: number,
  turn: number,
  scale: number,
  tones: readonly [string, string],
): Ink {
  const [first, second] = tones;
  c.group({ at: [x, y], turn, scale }, () => {
    c.path('M0 118C-30 160 34 190 0 236S26 300 0 330', { stroke: first, width: 4 });
    for (const [tx, ty] of [
      [0, 156],
      [12, 196],
      [-2, 240],
      [6, 286],
    ] as const) {
      c.polygon([tx, ty, tx - 20, ty - 11, tx - 20, ty + 11], { fill: second });
      c.polygon([tx, ty, tx + 20, ty - 11, tx + 20, ty + 11], { fill: second });
    }
  });
  return c.group({ at: [x, y], turn, scale }, () => {
    c.polygon([0, -90, 76, 0, 0, 118, -76, 0], { fill: first });
    c.polygon([0, -90, 76, 0, 0, 0], { fill: second });
    c.polygon([0, 118, -76, 0, 0, 0], { fill: second });
    c.polygon([0, -90, 76, 0, 0, 118], { fill: '#000', opacity: 0.1 });
    c.path('M0-90V118M-76 0H76', { stroke: '#fff', width: 3, opacity: 0.6 });
  });
}

function parasol(c: Canvas, x: number, y: number, scale: number, tones: readonly [string, string]): Ink {
  c.ellipse(x + 60 * scale, y + 6, 150 * scale, 18 * scale, {
    fill: '#8a6a3a',
    opacity: 0.35,
    filter: c.blur(5),
  });
  return c.group({ at: [x, y], scale, turn: 8 }, () => {
    c.rect(-5, -260, 10, 262, { fill: c.linear(['#f5efe0', '#b9a98a'], -90) });
    const edges = [-150, -96, -34, 34, 96, 150];
    edges.slice(1).forEach((right, index) => {
      const left = edges[index] ?? 0;
      c.path(
        `M0-330Q${left * 0.85} -310 ${left} -214q${(right - left) / 2} 26 ${right - left} 0Q${right * 0.85} -310 0 -330z`,
        { fill: index % 2 === 0 ? tones[0] : tones[1] },
      );
    });
    c.circle(0, -332, 8, { fill: '#f5efe0' });
  });
}

const beach: Scene = {
  name: 'beach-kites',
  source: 'objects',
  category: 'perception',
  size: [1280, 900],
  format: 'jpg',
  paint(c) {
    sky(c, 560, ['#3f9be3', '#8fcbf2', '#d9f0fa']);
    glow(c, 1120, 110, 300, '#fff6cf', 0.9);
    c.circle(1120, 110, 52, { fill: '#fffbe8' });
    cloud(c, 210, 170, 1.05, 0.9);
    cloud(c, 760, 90, 0.7, 0.85);
    c.rect(0, 540, 1280, 150, { fill: c.linear(['#2f86b5', '#3fa3c4', '#8fd6d6']) });
    for (let k = 0; k < 22; k++) {
      const [x, y] = [c.random.between(0, 1240), c.random.between(552, 650)];
      c.path(`M${x} ${y}q14 -6 28 0t28 0`, { stroke: '#ffffff', width: 2.5, opacity: 0.5 });
    }
    c.path('M0 672C180 640 320 690 520 664S900 690 1280 650V900H0z', {
      fill: c.linear(['#f3e0b4', '#e6c98e', '#d6b272']),
    });
    c.path('M0 672C180 640 320 690 520 664S900 690 1280 650', {
      stroke: '#ffffff',
      width: 12,
      opacity: 0.85,
    });
    for (let k = 0; k < 120; k++)
      c.circle(c.random.between(0, 1280), c.random.between(710, 895), c.random.between(1, 2.6), {
        fill: '#a9854a',
        opacity: 0.5,
      });
    const lines = [
      [300, 260, 560, 800],
      [640, 210, 700, 812],
      [930, 300, 850, 806],
    ] as const;
    for (const [x1, y1, x2, y2] of lines)
      c.path(`M${x1} ${y1}Q${(x1 + x2) / 2 - 40} ${(y1 + y2) / 2 + 60} ${x2} ${y2}`, {
        stroke: '#ffffff',
        width: 2,
        opacity: 0.75,
      });
    const kites = [
      kite(c, 300, 240, -18, 0.95, ['#e8453c', '#f7b733']),
      kite(c, 640, 190, 10, 1.1, ['#6a4fb3', '#e86fa5']),
      kite(c, 930, 280, 22, 0.9, ['#1f9e89', '#f4f1de']),
    ] as const;
    const umbrella = parasol(c, 250, 830, 0.95, ['#e8453c', '#ffffff']);
    c.group({ at: [420, 850] }, () => {
      c.path('M-90 0L60-22L110 12L-40 40z', { fill: c.linear(['#4fa3d9', '#2f7fb8']) });
      c.path('M-66 4L84-16M-50 22L98 4', { stroke: '#ffffff', width: 6, opacity: 0.7 });
    });
    c.group({ at: [1060, 800] }, () => {
      c.ellipse(16, 64, 60, 12, { fill: '#8a6a3a', opacity: 0.4 });
      c.circle(0, 0, 66, { fill: '#ffffff' });
      for (const [turn, colour] of [
        [0, '#e8453c'],
        [120, '#2f7fb8'],
        [240, '#f7b733'],
      ] as const) {
        c.group({ turn }, () =>
          c.path('M0 0C20-30 20-52 8-66A66 66 0 0 1 62-22C40-16 16-8 0 0z', { fill: colour }),
        );
      }
      c.circle(0, 0, 66, {
        fill: c.radial(
          [
            ['#fff', 0, 0.45],
            ['#fff', 0.4, 0],
            ['#000', 1, 0.35],
          ],
          0.35,
          0.3,
          0.8,
        ),
      });
    });
    for (const [x, colour] of [
      [560, '#c8483c'],
      [700, '#2e6f95'],
      [850, '#3c8a5a'],
    ] as const) {
      c.group({ at: [x, 812] }, () => {
        c.ellipse(10, 52, 34, 7, { fill: '#8a6a3a', opacity: 0.4 });
        c.path('M-9 12L-14 52M9 12L14 52', { stroke: '#4a3a5c', width: 11 });
        c.path('M-17 18L-13-34q13-10 26 0L17 18z', { fill: colour });
        c.path('M-12-28L-30-4M12-28L4-8', { stroke: '#d9a27a', width: 8 });
        c.circle(0, -54, 16, { fill: '#d9a27a' });
        c.path('M-17-56q4-20 20-16q16 0 14 14q-16-8-34 2z', { fill: '#4a3222' });
      });
    }
    vignette(c, 0.2);
    return [
      {
        question: 'How many kites are in the sky?',
        answers: ['3', 'three', 'three kites', '3 kites'],
        caption:
          'Three people fly colourful kites on a sunny beach. A striped parasol with a towel stands on the left, and a beach ball lies on the right.',
        retelling: 'People on the sand are flying three kites near the sea, beside a parasol and a ball.',
        evidence: [...kites],
        mistake: { answer: '4', evidence: [umbrella] },
      },
    ];
  },
};

/** A small sailing boat on the water line y, about 220 px high at scale 1. */
function sailboat(c: Canvas, x: number, y: number, scale: number, sail: readonly [string, string]): Ink {
  c.group({ at: [x, y], scale, opacity: 0.3 }, () => {
    c.path('M-70 8h140l-20 20h-96zM-4 30h8l60 90h-60zM-10 34v70h-46z', { fill: sail[1] });
  });
  return c.group({ at: [x, y], scale }, () => {
    c.path('M4-220Q96-130 92-34H4z', { fill: c.linear([sail[0], sail[1]]) });
    c.path('M-6-196Q-66-110-70-34H-6z', { fill: c.linear([sail[0], sail[1]]), opacity: 1 });
    c.path('M10-150Q54-130 78-100M8-96Q50-84 86-72', { stroke: '#fff', width: 3, opacity: 0.4 });
    c.rect(-3, -226, 6, 210, { fill: '#5a3a22' });
    c.path('M-96-22H104q-10 32-40 36H-62q-26-6-34-36z', { fill: c.linear(['#7a4a2b', '#4a2a16']) });
    c.path('M-94-20H102', { stroke: '#f1e3c8', width: 5 });
  });
}

const lake: Scene = {
  name: 'lake-sailboats',
  source: 'objects',
  category: 'reasoning',
  size: [1280, 860],
  format: 'jpg',
  paint(c) {
    sky(c, 470, ['#5b4b8a', '#c8678a', '#f59b6b', '#fdd594']);
    glow(c, 640, 440, 420, '#ffe9b0', 0.9);
    c.circle(640, 436, 64, { fill: '#fff6d8' });
    cloud(c, 280, 160, 1, 0.35);
    cloud(c, 1010, 120, 1.2, 0.3);
    mountain(c, 220, 472, 620, 240, ['#6b5487', '#4a3d6b']);
    mountain(c, 1080, 472, 700, 280, ['#70588a', '#4a3d6b']);
    ridge(c, [430, 450, 440, 462, 456, 445, 430], 480, '#3a2f57');
    for (let k = 0; k < 26; k++)
      pine(c, k * 52 + c.random.between(-14, 14), 474, c.random.between(0.14, 0.26), ['#2f2a4f', '#221d3d']);
    c.rect(0, 470, 1280, 390, { fill: c.linear(['#f2a878', '#b0648a', '#4f4a86', '#2f3566']) });
    c.path('M570 474H710L850 840H430z', {
      fill: c.linear([
        ['#fff1c4', 0, 0.85],
        ['#fff1c4', 1, 0],
      ]),
      filter: c.blur(16),
    });
    for (let k = 0; k < 90; k++) {
      const y = c.random.between(480, 850);
      const long = 14 + (y - 470) * 0.14;
      const x = c.random.between(-20, 1260);
      c.path(`M${x} ${y}h${long}`, { stroke: '#ffe9c4', width: 1.5 + (y - 470) / 160, opacity: 0.28 });
    }
    const red = sailboat(c, 270, 600, 0.95, ['#f2695c', '#c22f3a']);
    sailboat(c, 660, 560, 0.62, ['#ffffff', '#e6dccb']);
    const blue = sailboat(c, 1000, 690, 1.25, ['#7fc4e8', '#2f7fb8']);
    vignette(c, 0.3);
    return [
      {
        question: 'What colour are the sails of the boat closest to the viewer?',
        answers: ['blue', 'Blue', 'light blue'],
        caption:
          'Three sailing boats drift on a mountain lake at sunset. The one with blue sails is the closest, the red one is on the left and the white one far away.',
        retelling: 'Three sailboats with red, white and blue sails are on a calm lake at sunset.',
        evidence: [blue],
        mistake: { answer: 'red', evidence: [red] },
      },
    ];
  },
};

export const outdoors: readonly Scene[] = [beach, lake];
