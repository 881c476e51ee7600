import type { Canvas } from '../draw/canvas.ts';
import type { Ink } from '../draw/ink.ts';
import { cloud, pottedPlant, ridge, sky } from '../parts/nature.ts';
import { bricks, glow, vignette } from '../parts/surfaces.ts';
import type { Scene } from '../scene.ts';

const door: Scene = {
  name: 'front-door',
  source: 'signs',
  category: 'perception',
  size: [900, 1200],
  format: 'jpg',
  orientation: 6,
  paint(c) {
    bricks(c, 0, 0, 900, 1060, ['#a9543f', '#9b4a37', '#b86049', '#8f4332'], '#d8c6b4', 34);
    c.rect(0, 0, 900, 1060, {
      fill: c.linear([
        ['#fff', 0, 0.12],
        ['#1a0c08', 1, 0.3],
      ]),
    });
    c.rect(0, 1040, 900, 160, { fill: c.linear(['#bfb9af', '#8f8a82']) });
    c.rect(170, 1020, 560, 60, { fill: c.linear(['#d6d1c7', '#a39d93']) });
    c.rect(130, 1080, 640, 70, { fill: c.linear(['#c9c3b8', '#8f897f']) });
    c.path('M230 1020V300Q230 150 450 150T670 300V1020z', {
      fill: '#f4f0e6',
      filter: c.shadow(0, 8, 10, 0.4),
    });
    c.path('M270 330Q270 190 450 190T630 330z', { fill: c.linear(['#6f93a5', '#b9d0d6']) });
    c.path('M450 190V330M330 220L400 330M570 220L500 330', { stroke: '#f4f0e6', width: 9 });
    c.rect(270, 346, 360, 674, { fill: c.linear(['#2b5f4a', '#1f4a39', '#2b5f4a'], -90) });
    for (const [x, y, h] of [
      [306, 600, 160],
      [466, 600, 160],
      [306, 800, 180],
      [466, 800, 180],
    ] as const) {
      c.rect(x, y, 128, h, { r: 4, fill: '#1b4031' });
      c.rect(x + 8, y + 8, 112, h - 16, { r: 3, fill: c.linear(['#2f6a53', '#245441']) });
    }
    c.circle(604, 700, 17, { fill: c.radial(['#fff0b8', '#d9a93f', '#8a6216'], 0.35, 0.3, 0.8) });
    const slot = c.rect(380, 772, 140, 18, { r: 6, fill: c.linear(['#f0d27a', '#a87c26']) });
    c.group({ at: [450, 540] }, () => {
      c.circle(0, 0, 26, { stroke: '#c99a35', width: 9 });
      c.circle(0, -28, 12, { fill: '#e8c25a' });
    });
    c.rect(372, 392, 156, 96, { r: 8, fill: c.linear(['#f7e3a1', '#c99a35']), filter: c.shadow(3, 5, 4) });
    const number = c.text('27', 450, 468, {
      face: 'serif',
      weight: 900,
      size: 84,
      anchor: 'middle',
      fill: '#1f3a2e',
    });
    glow(c, 120, 330, 160, '#ffe6a6', 0.7);
    c.path('M104 280h32l14 80h-60zM96 272h48v-12h-48zM112 360h16v20h-16z', { fill: '#2b2e31' });
    c.path('M110 288h20l10 64h-40z', { fill: '#fff3c9' });
    pottedPlant(c, 120, 1090, 1.5);
    pottedPlant(c, 790, 1090, 1.5);
    c.group({ at: [450, 1066] }, () => {
      c.path('M-150-26H150L176 26H-176z', { fill: '#8a6a42' });
      c.text('WELCOME', 0, 14, {
        face: 'roboto',
        weight: 900,
        size: 42,
        spacing: 6,
        anchor: 'middle',
        fill: '#3a2a18',
      });
    });
    vignette(c, 0.35);
    return [
      {
        question: 'What is the house number on the door?',
        answers: ['27', 'number 27', 'No. 27', 'twenty-seven'],
        caption:
          'A dark green front door in a brick wall carries the house number 27 on a brass plate. Two potted plants stand beside a welcome mat.',
        retelling: 'A green door with the number 27, a brass knob and plants on both sides.',
        evidence: [number],
        mistake: { answer: '72', evidence: [slot] },
      },
    ];
  },
};

interface Hull {
  readonly paint: readonly [string, string];
  readonly stripe: string;
  readonly name: string;
  readonly nameFill: string;
}

/** A fishing boat lying at (x, y) on its water line, about 900 px long at scale 1; the ink of its hull and its name. */
function fishingBoat(c: Canvas, x: number, y: number, scale: number, hull: Hull): { whole: Ink; name: Ink } {
  c.group({ at: [x, y + 30 * scale], scale, opacity: 0.3, filter: c.blur(10) }, () => {
    c.path('M-420 0H440L380 130H-340z', { fill: hull.paint[1] });
  });
  const name: Ink[] = [];
  const whole = c.group({ at: [x, y], scale }, () => {
    c.path('M-40-560V-180M-40-540L-330-150M-40-540L330-170', { stroke: '#4a3a2b', width: 9 });
    c.path('M-40-548L390-190', { stroke: '#2b2e31', width: 4 });
    c.rect(-150, -360, 260, 190, { r: 12, fill: c.linear(['#ffffff', '#dfe3e4']) });
    c.rect(-172, -384, 304, 34, { r: 8, fill: hull.stripe });
    for (const wx of [-126, -42, 42])
      c.rect(wx, -326, 62, 72, { r: 8, fill: c.linear(['#39576b', '#88aebf']) });
    c.rect(150, -250, 34, 80, { fill: '#c8483c' });
    c.rect(146, -262, 42, 20, { r: 5, fill: '#2b2e31' });
    c.path(
      'M-430-150Q-400-176-360-176H300Q400-190 480-236Q470-110 400 0Q380 30 340 30H-350Q-400 20-430-150z',
      { fill: c.linear([hull.paint[0], hull.paint[1]]) },
    );
    c.path('M-424-132Q-300-120 0-122T466-196', { stroke: hull.stripe, width: 20 });
    c.path('M-404-40Q0-10 420-40L400 0Q380 30 340 30H-350Q-394 20-404-40z', {
      fill: '#2b2420',
      opacity: 0.55,
    });
    for (const tx of [-300, -140, 20]) {
      c.circle(tx, -96, 30, { fill: '#23262a' });
      c.circle(tx, -96, 13, { fill: hull.paint[1] });
    }
    name.push(
      c.text(hull.name, 230, -72, {
        face: 'serif',
        weight: 700,
        size: 64,
        spacing: 5,
        anchor: 'middle',
        fill: hull.nameFill,
      }),
    );
  });
  const [letters] = name;
  if (letters === undefined) throw new Error('the boat has no name');
  return { whole, name: letters };
}

/** Gabled houses along a quay, each with its own colour. */
function quayHouses(c: Canvas, foot: number): void {
  const walls = [
    '#d9614c',
    '#f0c05a',
    '#f4ead6',
    '#6fa3b8',
    '#c98a6a',
    '#8fae7a',
    '#e8d9c0',
    '#b5564a',
    '#5f8aa3',
  ] as const;
  let index = 0;
  for (let x = -60; x < c.width; index++) {
    const width = c.random.between(300, 420);
    const top = foot - c.random.between(520, 780);
    const wall = walls[index % walls.length] ?? walls[0];
    const gable = top - width * 0.42;
    c.path(`M${x} ${foot}V${top}L${x + width / 2} ${gable}L${x + width} ${top}V${foot}z`, { fill: wall });
    c.path(`M${x} ${foot}V${top}L${x + width / 2} ${gable}L${x + width} ${top}V${foot}z`, {
      fill: c.linear([
        ['#fff', 0, 0.15],
        ['#000', 1, 0.2],
      ]),
    });
    c.path(`M${x - 16} ${top + 14}L${x + width / 2} ${gable - 8}L${x + width + 16} ${top + 14}`, {
      stroke: '#5a463c',
      width: 30,
    });
    const columns = width > 360 ? 3 : 2;
    for (let y = top + 60; y < foot - 190; y += 170) {
      for (let column = 0; column < columns; column++) {
        const wx = x + ((column + 0.5) * width) / columns - 38;
        c.rect(wx - 8, y - 8, 92, 126, { fill: '#fbf7ee' });
        c.rect(wx, y, 76, 110, { fill: c.linear(['#4d6b7c', '#a3bfca']) });
        c.path(`M${wx + 38} ${y}v110M${wx} ${y + 46}h76`, { stroke: '#fbf7ee', width: 8 });
      }
    }
    c.rect(x + width / 2 - 48, foot - 156, 96, 156, { r: 6, fill: '#4a342a' });
    x += width;
  }
}

const harbour: Scene = {
  name: 'harbour-4k',
  source: 'objects',
  category: 'perception',
  size: [4000, 3000],
  format: 'jpg',
  quality: 72,
  paint(c) {
    sky(c, 1500, ['#3d8fd4', '#8cc4ec', '#e4f1f8']);
    glow(c, 3300, 380, 1100, '#fff6d8', 0.7);
    cloud(c, 700, 420, 4, 0.95);
    cloud(c, 2150, 300, 3, 0.85);
    cloud(c, 3350, 620, 3.4, 0.9);
    ridge(c, [1080, 900, 1010, 840, 960, 870, 1000], 1700, c.linear(['#9db8c4', '#b9cdd0']));
    ridge(c, [1260, 1180, 1240, 1120, 1200, 1160, 1230], 1700, c.linear(['#7fa087', '#93ae90']));
    quayHouses(c, 1700);
    c.rect(0, 1690, 4000, 150, { fill: c.linear(['#b9b0a2', '#8d8579']) });
    for (let x = 0; x < 4000; x += 220)
      c.path(`M${x} 1700v140`, { stroke: '#6f685e', width: 6, opacity: 0.6 });
    c.rect(0, 1830, 4000, 40, { fill: '#5c554c' });
    c.rect(0, 1860, 4000, 1140, { fill: c.linear(['#3f7f96', '#2f6c88', '#1f4f6c', '#173d57']) });
    for (let k = 0; k < 260; k++) {
      const y = c.random.between(1890, 2970);
      const long = 40 + (y - 1860) * 0.16;
      const x = c.random.between(-100, 3960);
      c.path(`M${x} ${y}q${long / 4} ${-long * 0.09} ${long / 2} 0t${long / 2} 0`, {
        stroke: '#bfe0ea',
        width: 3 + (y - 1860) / 160,
        opacity: 0.32,
      });
    }
    const small = fishingBoat(c, 640, 2090, 0.85, {
      paint: ['#3f7fb0', '#24537a'],
      stripe: '#f4ead6',
      name: 'TERN',
      nameFill: '#ffffff',
    });
    const red = fishingBoat(c, 2420, 2240, 1.1, {
      paint: ['#d9463c', '#9c2420'],
      stripe: '#ffffff',
      name: 'AURORA',
      nameFill: '#ffffff',
    });
    const green = fishingBoat(c, 1480, 2740, 1.35, {
      paint: ['#3a8a63', '#1f573d'],
      stripe: '#f2c14e',
      name: 'SELKIE',
      nameFill: '#f7e3a1',
    });
    for (const [x, y, s] of [
      [3300, 900, 1.4],
      [3480, 1010, 1],
      [480, 980, 1.2],
      [2700, 760, 0.9],
    ] as const) {
      c.group({ at: [x, y], scale: s }, () =>
        c.path('M-60 10Q-30-26 0 0Q30-26 60 10', { stroke: '#ffffff', width: 11 }),
      );
    }
    for (const x of [3420, 3760]) {
      c.rect(x - 34, 2380, 68, 640, { fill: c.linear(['#8a6a4a', '#5a412a', '#3a2a1a'], -90) });
      c.ellipse(x, 2382, 34, 12, { fill: '#a88560' });
    }
    c.path('M3290 2470H4000V2560H3290z', { fill: c.linear(['#a88560', '#7a5a3a']) });
    c.path('M3386 2440q34 40 68 0M3386 2620q34 40 68 0', { stroke: '#e8dcc0', width: 20 });
    vignette(c, 0.22);
    const caption =
      'Three fishing boats lie in a harbour in front of a row of colourful gabled houses. The red one is called Aurora, the blue one Tern and the green one Selkie.';
    return [
      {
        question: 'What is the name of the red boat?',
        answers: ['Aurora', 'AURORA', 'aurora'],
        caption,
        retelling: 'Fishing boats are moored in a harbour, and the red boat in the middle is named Aurora.',
        evidence: [red.name],
        mistake: { answer: 'Selkie', evidence: [green.name] },
      },
      {
        question: 'How many fishing boats are in the harbour?',
        answers: ['3', 'three', 'three boats', '3 boats'],
        caption,
        retelling: 'A blue, a red and a green boat float in front of colourful old houses.',
        evidence: [small.whole, red.whole, green.whole],
        mistake: { answer: '2', evidence: [small.name] },
      },
    ];
  },
};

export const photographs: readonly Scene[] = [door, harbour];
