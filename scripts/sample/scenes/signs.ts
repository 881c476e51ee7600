import type { Canvas } from '../draw/canvas.ts';
import type { Ink } from '../draw/ink.ts';
import { cloud, mountain, pine, ridge, sky, tree, tufts } from '../parts/nature.ts';
import { glow, vignette } from '../parts/surfaces.ts';
import type { Scene } from '../scene.ts';

function steelPost(c: Canvas, x: number, top: number, bottom: number, width = 18): void {
  c.ellipse(x + 10, bottom, width * 1.5, 7, { fill: '#000', opacity: 0.25 });
  c.rect(x - width / 2, top, width, bottom - top, { fill: c.linear(['#8d979e', '#dfe5e8', '#7a848b'], -90) });
}

/** A sign plate with a border line just inside its edge, drawn from its top left corner. */
function plate(
  c: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  border: string,
  r = 16,
): Ink {
  const ink = c.rect(x, y, width, height, { fill, r, filter: c.shadow(4, 8, 8, 0.35) });
  c.rect(x + 8, y + 8, width - 16, height - 16, { stroke: border, width: 5, r: r - 4 });
  return ink;
}

const stopSign: Scene = {
  name: 'stop-sign',
  source: 'signs',
  category: 'perception',
  size: [1200, 900],
  format: 'jpg',
  paint(c) {
    sky(c, 640);
    cloud(c, 240, 170, 1.3);
    cloud(c, 1030, 110, 0.9, 0.85);
    ridge(c, [560, 520, 555, 500, 540, 520], 720, c.linear(['#9db9a5', '#7fa389']));
    ridge(c, [600, 585, 610, 580, 605, 590], 900, c.linear(['#8fb563', '#5f8f42', '#4b7a36']));
    tufts(c, 640, 890, 90, '#3d6a2d');
    for (const [x, y, s] of [
      [70, 622, 0.55],
      [190, 610, 0.42],
      [1010, 620, 0.5],
      [1130, 632, 0.7],
    ] as const) {
      tree(c, x, y, s);
    }
    c.polygon([440, 594, 500, 594, 760, 900, 10, 900], { fill: c.linear(['#83888d', '#5a5e63']) });
    const line = c.polygon([467, 594, 473, 594, 402, 900, 374, 900], { fill: '#f2cf4a' });
    c.path('M440 594L10 900M500 594L760 900', { stroke: '#e8e8e4', width: 6, opacity: 0.8 });
    steelPost(c, 800, 380, 840, 22);
    const octagon = (r: number): number[] =>
      Array.from({ length: 8 }, (_, k) => {
        const angle = ((k + 0.5) * Math.PI) / 4;
        return [Math.cos(angle) * r, Math.sin(angle) * r];
      }).flat();
    const letters = c.inside({ at: [800, 330], turn: -2 }, () => {
      c.polygon(octagon(216), { fill: '#f7f7f5', filter: c.shadow(8, 12, 10, 0.4) });
      c.polygon(octagon(203), { fill: c.linear(['#d8323a', '#b01722']) });
      c.polygon([-150, -120, -60, -186, 60, -186, -170, 20], { fill: '#ffffff', opacity: 0.08 });
      return c.text('STOP', 0, 48, { face: 'road', weight: 800, size: 136, anchor: 'middle', fill: '#fff' });
    });
    vignette(c, 0.25);
    return [
      {
        question: 'What does the red sign say?',
        answers: ['STOP', 'stop', 'Stop'],
        caption:
          'A red octagonal stop sign stands beside a country road. Green fields and a few trees lie under a blue sky.',
        retelling: 'There is a red stop sign next to a rural road, with fields and trees behind it.',
        evidence: [letters],
        mistake: { answer: 'YIELD', evidence: [line] },
      },
    ];
  },
};

const crossing: Scene = {
  name: 'street-names',
  source: 'signs',
  category: 'perception',
  size: [1200, 900],
  format: 'jpg',
  paint(c) {
    sky(c, 900, ['#f7b267', '#f9d5a2', '#fbe9cf', '#e7f0f2']);
    glow(c, 930, 640, 420, '#fff3c9', 0.9);
    const roofs = [520, 430, 560, 470, 610, 540, 450, 580];
    roofs.forEach((top, index) => {
      const x = index * 155 - 20;
      c.rect(x, top, 162, 900 - top, { fill: c.linear(['#8c7a86', '#5e5468']) });
      for (let row = 0; row < 6; row++) {
        for (let column = 0; column < 3; column++) {
          const lit = c.random.between(0, 1) > 0.6;
          c.rect(x + 20 + column * 46, top + 34 + row * 72, 28, 40, {
            fill: lit ? '#ffd98a' : '#463f54',
            opacity: lit ? 0.9 : 0.6,
          });
        }
      }
    });
    c.rect(0, 400, 1200, 500, {
      fill: c.linear([
        ['#f3c793', 0, 0],
        ['#c98f6c', 1, 0.55],
      ]),
    });
    tree(c, 1120, 900, 1.25, ['#b88a4a', '#5f4a32']);
    steelPost(c, 560, 130, 960, 24);
    c.circle(560, 124, 18, { fill: '#8d979e' });
    const green = c.linear(['#1f8a53', '#0f6a3c']);
    const maple = c.inside({ at: [560, 250], turn: -4 }, () => {
      plate(c, -430, -74, 800, 138, green, '#ffffff');
      return c.text('MAPLE AVE', -30, 34, {
        face: 'road',
        weight: 700,
        size: 104,
        anchor: 'middle',
        fill: '#fff',
      });
    });
    const fifth = c.inside({ at: [560, 420], turn: 3 }, () => {
      plate(c, -170, -66, 560, 124, green, '#ffffff');
      return c.text('5TH ST', 110, 31, {
        face: 'road',
        weight: 700,
        size: 94,
        anchor: 'middle',
        fill: '#fff',
      });
    });
    vignette(c, 0.3);
    return [
      {
        question: 'Which street crosses Maple Avenue here?',
        answers: ['5th St', '5TH ST', '5th Street', 'Fifth Street'],
        caption:
          'Two green street name signs are mounted on one pole at dusk. The upper one reads Maple Ave and the lower one reads 5th St.',
        retelling:
          'Two street signs on a pole say Maple Ave and 5th St, with buildings glowing at sunset behind them.',
        evidence: [fifth],
        mistake: { answer: 'Maple Ave', evidence: [maple] },
      },
    ];
  },
};

const exit: Scene = {
  name: 'highway-exit',
  source: 'signs',
  category: 'reasoning',
  size: [1280, 860],
  format: 'jpg',
  paint(c) {
    sky(c, 600, ['#3f8fd6', '#8ec6ef', '#dcf0fa']);
    cloud(c, 180, 130, 1);
    cloud(c, 1120, 170, 1.2, 0.8);
    ridge(c, [520, 470, 500, 440, 480, 430, 470], 700, c.linear(['#8fa8bf', '#a9bdc9']));
    ridge(c, [600, 570, 585, 560, 590, 575], 860, c.linear(['#9cb36a', '#718c48']));
    c.polygon([590, 590, 690, 590, 1280, 860, 0, 860], { fill: c.linear(['#8f9498', '#5d6165']) });
    for (const foot of [400, 880]) {
      for (let near = 0.08; near < 1; near = near * 1.7) {
        const [far, x, y] = [near * 1.3, 640 + (foot - 640) * near, 590 + 270 * near];
        const [x2, y2] = [640 + (foot - 640) * far, 590 + 270 * far];
        c.polygon([x - 6 * near, y, x + 6 * near, y, x2 + 6 * far, y2, x2 - 6 * far, y2], {
          fill: '#f4f4f0',
        });
      }
    }
    for (let index = 0; index < 9; index++) pine(c, 20 + index * 62, 600 - index * 3, 0.34 - index * 0.02);
    for (let index = 0; index < 7; index++) pine(c, 1260 - index * 74, 604 - index * 3, 0.36 - index * 0.03);
    const steel = c.linear(['#aeb7bd', '#77828a'], -90);
    for (const x of [120, 1140]) c.rect(x, 190, 22, 480, { fill: steel });
    for (const y of [200, 290]) c.rect(110, y, 1062, 12, { fill: '#98a3aa' });
    for (let x = 130; x < 1140; x += 60)
      c.path(`M${x} 206L${x + 30} 294L${x + 60} 206`, { stroke: '#98a3aa', width: 6 });
    const green = c.linear(['#17834f', '#0c6339']);
    plate(c, 590, 70, 250, 92, green, '#ffffff', 12);
    c.text('EXIT 24', 715, 137, {
      face: 'road',
      weight: 700,
      size: 58,
      anchor: 'middle',
      fill: '#fff',
    });
    plate(c, 250, 150, 620, 320, green, '#ffffff', 22);
    c.text('Riverside', 300, 252, { face: 'road', weight: 600, size: 76, fill: '#fff' });
    const near = c.text('½ MILE', 300, 332, { face: 'road', weight: 600, size: 50, fill: '#fff' });
    c.text('Airport', 300, 430, { face: 'road', weight: 600, size: 76, fill: '#fff' });
    const far = c.text('2 MILES', 610, 426, { face: 'road', weight: 600, size: 50, fill: '#fff' });
    c.group({ at: [780, 300], turn: 40 }, () =>
      c.path('M-16 80V-20H-46L0-80L46-20H16V80z', { fill: '#fff' }),
    );
    vignette(c, 0.2);
    return [
      {
        question: 'How far away is the airport according to the sign?',
        answers: ['2 miles', '2 MILES', 'two miles', '2 mi'],
        caption:
          'A green highway sign hangs from a gantry over the road. It announces exit 24 to Riverside in half a mile and the airport in 2 miles.',
        retelling:
          'An overhead green sign on a highway shows exit 24, Riverside half a mile ahead and the airport 2 miles ahead.',
        evidence: [far],
        mistake: { answer: '½ mile', evidence: [near] },
      },
    ];
  },
};

const parking: Scene = {
  name: 'parking-hours',
  source: 'signs',
  category: 'reasoning',
  size: [900, 1100],
  format: 'jpg',
  paint(c) {
    c.rect(0, 0, 900, 1100, { fill: c.linear(['#b9c7cc', '#dfe4e1', '#c9c2b4']) });
    c.group({ filter: c.blur(9) }, () => {
      for (let index = 0; index < 7; index++) {
        c.rect(index * 140 - 30, 120 + c.random.between(0, 160), 130, 900, {
          fill: c.random.pick(['#a67f6b', '#8f98a3', '#c3a98a', '#7d8a80']),
        });
      }
      c.rect(-60, 840, 1020, 400, { fill: '#8b8d90' });
      c.path('M40 880q20-90 110-96h160q70 6 110 92l60 16v70H30z', { fill: '#b8413a' });
      for (const x of [140, 400]) c.circle(x, 965, 44, { fill: '#2b2d30' });
      for (const [x, y, r] of [
        [720, 240, 40],
        [810, 330, 30],
        [640, 400, 24],
        [120, 180, 30],
      ] as const)
        c.circle(x, y, r, { fill: '#fff3c9', opacity: 0.7 });
    });
    steelPost(c, 450, 60, 1120, 26);
    const white = c.linear(['#ffffff', '#eef0ee']);
    plate(c, 220, 110, 460, 640, white, '#b3202a', 26);
    const red = '#b3202a';
    const hours = c.text('2', 284, 400, { face: 'road', weight: 800, size: 250, fill: red });
    const unit = c.text('HOUR', 444, 312, { face: 'road', weight: 800, size: 70, fill: red });
    c.text('PARKING', 445, 394, { face: 'road', weight: 800, size: 44, fill: red });
    c.rect(262, 444, 376, 6, { fill: red });
    const times = c.text('8 AM – 6 PM', 450, 540, {
      face: 'road',
      weight: 700,
      size: 68,
      anchor: 'middle',
      fill: red,
    });
    c.text('EXCEPT', 450, 622, { face: 'road', weight: 600, size: 50, anchor: 'middle', fill: red });
    c.text('SUNDAY', 450, 696, { face: 'road', weight: 800, size: 70, anchor: 'middle', fill: red });
    plate(c, 270, 780, 360, 110, white, '#2b7a4b', 18);
    c.path('M300 835h60M300 835l24-18M300 835l24 18M600 835h-60M600 835l-24-18M600 835l-24 18', {
      stroke: '#2b7a4b',
      width: 9,
    });
    c.text('ZONE 4', 450, 852, { face: 'road', weight: 700, size: 44, anchor: 'middle', fill: '#2b7a4b' });
    vignette(c, 0.25);
    return [
      {
        question: 'For how long may a car be parked here on a Tuesday at noon?',
        answers: ['2 hours', '2 hour', 'two hours', '2'],
        caption:
          'A parking sign on a metal post limits parking to 2 hours. The limit applies from 8 AM to 6 PM except on Sunday, in zone 4.',
        retelling: 'The white sign with red letters allows 2 hour parking from 8 AM to 6 PM, except Sunday.',
        evidence: [hours, unit],
        mistake: { answer: '10 hours', evidence: [times] },
      },
    ];
  },
};

const trail: Scene = {
  name: 'trail-signpost',
  source: 'signs',
  category: 'reasoning',
  size: [1280, 960],
  format: 'jpg',
  paint(c) {
    sky(c, 960, ['#6fb3e8', '#bfe0f4', '#f3f3e4']);
    cloud(c, 1080, 120, 1.1);
    mountain(c, 330, 640, 820, 470, ['#8a9bb5', '#5d6f8f']);
    mountain(c, 980, 650, 900, 390, ['#93a5ba', '#667a95']);
    mountain(c, 660, 660, 560, 260, ['#7f95a8', '#5b7286']);
    ridge(c, [640, 600, 650, 610, 660, 620], 960, c.linear(['#6f9a6a', '#4a7a52']));
    for (let index = 0; index < 15; index++)
      pine(
        c,
        index * 94 + c.random.between(-20, 20),
        700 + c.random.between(0, 40),
        c.random.between(0.45, 0.75),
      );
    ridge(c, [740, 770, 750, 780, 745, 760], 960, c.linear(['#93b25a', '#648a3e', '#4d7032']));
    c.path(
      'M610 960C600 880 820 860 760 800C740 776 700 768 690 762L720 760C760 770 900 800 880 850C860 890 790 910 800 960z',
      { fill: '#d8bd8b', opacity: 0.9 },
    );
    tufts(c, 790, 955, 70, '#3f6a2b');
    c.ellipse(420, 905, 60, 12, { fill: '#000', opacity: 0.25 });
    c.rect(384, 130, 56, 775, { fill: c.linear(['#8b623c', '#b98a58', '#6d4a2b'], -90), r: 6 });
    c.path('M396 160V880M412 150V890M428 170V870', { stroke: '#3b2413', width: 2, opacity: 0.3 });
    const board = (y: number, text: string, distance: string, turn: number): [name: Ink, distance: Ink] =>
      c.inside({ at: [412, y], turn }, () => {
        c.path('M-150-56H470L530 0L470 56H-150z', {
          fill: c.linear(['#c99a63', '#a87541']),
          filter: c.shadow(4, 8, 7, 0.4),
        });
        c.path('M-130-30H460M-140 10H490M-130 36H470', { stroke: '#5a3a1c', width: 2, opacity: 0.25 });
        for (const bolt of [-14, 14]) c.circle(bolt, 0, 7, { fill: '#4a3a2b' });
        return [
          c.text(text, 36, 20, { face: 'road', weight: 700, size: 54, fill: '#3a2110' }),
          c.text(distance, 476, 19, { face: 'road', weight: 600, size: 46, anchor: 'end', fill: '#3a2110' }),
        ];
      });
    const lake = board(230, 'Lake View', '2.5 km', -2);
    const summit = board(384, 'Summit', '4.8 km', 1.5);
    const camp = board(536, 'Campsite', '1.2 km', -1);
    vignette(c, 0.22);
    const caption =
      'A wooden signpost with three arrows stands on a mountain trail. It points to Lake View in 2.5 km, Summit in 4.8 km and Campsite in 1.2 km.';
    return [
      {
        question: 'How far is it to the summit?',
        answers: ['4.8 km', '4.8', '4.8 kilometers', '4.8 kilometres'],
        caption,
        retelling:
          'The wooden trail sign lists Lake View, Summit and Campsite, with snowy mountains in the background.',
        evidence: summit,
        mistake: { answer: '2.5 km', evidence: lake },
      },
      {
        question: 'Which of the three destinations is the closest?',
        answers: ['Campsite', 'campsite', 'the campsite', 'Camp site'],
        caption,
        retelling: 'Three wooden arrows on a post give the distances to a lake, a summit and a campsite.',
        evidence: camp,
        mistake: { answer: 'Lake View', evidence: lake },
      },
    ];
  },
};

export const signs: readonly Scene[] = [stopSign, crossing, exit, parking, trail];
