import { union } from '../draw/ink.ts';
import type { Scene } from '../scene.ts';

const metro: Scene = {
  name: 'metro-map',
  source: 'maps',
  category: 'reasoning',
  size: [1200, 840],
  format: 'png',
  paint(c) {
    c.rect(0, 0, 1200, 840, { fill: '#fbfaf6' });
    c.path('M-20 640C200 560 320 700 520 640S900 480 1220 600V720C900 600 760 700 560 750S180 680 -20 760z', {
      fill: '#cfe6f3',
    });
    c.text('River Arl', 96, 690, { face: 'sans', italic: true, size: 24, fill: '#6ea3c0' });
    c.text('Arlford Metro', 60, 84, { face: 'sans', weight: 700, size: 42, fill: '#26313c' });
    const lines = [
      ['A', '#d1373f', 'M110 411H520L631 300H1090'],
      ['B', '#2468b0', 'M220 180V300L349 429H770L880 539V760'],
      ['C', '#2f9e5b', 'M500 140V560L600 660H1090'],
    ] as const;
    for (const [, colour, d] of lines) c.path(d, { stroke: colour, width: 16 });
    lines.forEach(([name, colour], index) => {
      const x = 760 + index * 130;
      c.circle(x, 72, 24, { fill: colour });
      c.text(name, x, 83, { face: 'sans', weight: 700, size: 30, anchor: 'middle', fill: '#ffffff' });
      c.text('line', x + 34, 81, { face: 'sans', size: 24, fill: '#4a5661' });
    });
    const stop = (
      name: string,
      x: number,
      y: number,
      dx: number,
      dy: number,
      anchor: 'start' | 'middle' | 'end' = 'middle',
      change = false,
    ) => {
      const dot = c.circle(x, y, change ? 25 : 13, {
        fill: '#ffffff',
        stroke: '#26313c',
        width: change ? 7 : 5,
      });
      const label = c.text(name, x + dx, y + dy, {
        face: 'sans',
        weight: change ? 700 : 500,
        size: 25,
        anchor,
        fill: '#26313c',
      });
      return { dot, label };
    };
    stop('West Gate', 130, 411, 0, -30);
    stop('University', 250, 411, 0, 52);
    stop('Theatre', 640, 300, 0, 52);
    stop('Museum', 800, 300, 0, 52);
    stop('Stadium', 960, 300, 0, 52);
    stop('Airport', 1090, 300, 0, -30);
    stop('Hill Park', 220, 180, 32, 9, 'start');
    stop('Old Mill', 220, 270, -32, 9, 'end');
    stop('Market', 640, 429, 0, 52);
    stop('Law Courts', 770, 429, 30, -8, 'start');
    stop('Hospital', 880, 550, 32, 9, 'start');
    stop('North End', 500, 150, 32, 9, 'start');
    stop('Garden', 500, 250, -32, 9, 'end');
    stop('Bridge', 500, 540, -32, 9, 'end');
    stop('Harbour', 1080, 660, 0, -30);
    stop('Docks', 880, 760, 32, 9, 'start');
    const south = stop('South Quay', 880, 660, -28, 52, 'end', true);
    const central = stop('Central', 500, 420, -30, 58, 'end', true);
    const caption =
      'A metro map of Arlford shows the red line A, the blue line B and the green line C. All three meet at Central, and lines B and C cross again at South Quay.';
    return [
      {
        question: 'At which station do all three lines meet?',
        answers: ['Central', 'central', 'Central station'],
        caption,
        retelling: 'A simple metro map with a red, a blue and a green line that meet at the Central station.',
        evidence: [union(central.dot, central.label)],
        mistake: { answer: 'South Quay', evidence: [union(south.dot, south.label)] },
      },
    ];
  },
};

const town: Scene = {
  name: 'town-map',
  source: 'maps',
  category: 'reasoning',
  size: [1200, 860],
  format: 'png',
  paint(c) {
    c.rect(0, 0, 1200, 860, { fill: '#ece7dc' });
    c.path('M900-20C860 140 980 260 930 420S1010 700 960 880H1220V-20z', { fill: '#a9d3e8' });
    c.path('M900-20C860 140 980 260 930 420S1010 700 960 880', { stroke: '#e3d3a5', width: 14 });
    for (const [x, y, width, height] of [
      [60, 60, 150, 120],
      [250, 60, 210, 120],
      [60, 560, 240, 110],
      [60, 720, 150, 110],
      [250, 720, 190, 110],
      [340, 560, 100, 110],
      [540, 60, 280, 120],
      [540, 560, 120, 110],
      [700, 560, 150, 110],
      [540, 720, 310, 110],
      [60, 240, 130, 250],
    ] as const) {
      c.rect(x, y, width, height, { r: 8, fill: '#d9d1c1' });
      c.rect(x + 14, y + 14, width * 0.4, height - 28, { r: 4, fill: '#cbc1ae' });
    }
    c.rect(240, 240, 590, 250, { r: 22, fill: '#b9dba0' });
    c.path('M250 470C360 380 430 440 520 350S720 330 820 260', { stroke: '#e9e2c8', width: 10 });
    c.path('M420 330c20-44 110-50 130 0c16 40-40 54-66 48c-40 2-74-12-64-48z', { fill: '#8fc7e6' });
    for (let k = 0; k < 34; k++) {
      const [x, y] = [c.random.between(262, 808), c.random.between(258, 474)];
      if (Math.abs(x - 486) < 110 && Math.abs(y - 360) < 66) continue;
      c.circle(x, y, c.random.between(8, 15), { fill: c.random.pick(['#7fb56a', '#8dc078', '#6fa65f']) });
    }
    const roads = [
      ['M-20 525H850', 36],
      ['M-20 210H850', 28],
      ['M500-20V210', 28],
      ['M225 210V880', 28],
      ['M500 525V880', 28],
      ['M-20 694H926', 22],
      ['M850 210V525', 28],
    ] as const;
    for (const [d, width] of roads) c.path(d, { stroke: '#cfc6b4', width: width + 6 });
    for (const [d, width] of roads) c.path(d, { stroke: '#ffffff', width });
    const label = { face: 'sans', weight: 500, size: 25, anchor: 'middle', fill: '#4a4a48' } as const;
    const south = c.text('Linden Avenue', 560, 534, { ...label, size: 28 });
    const north = c.text('Castle Street', 400, 218, label);
    c.text('Mill Lane', 700, 702, label);
    c.inside({ at: [225, 380], turn: -90 }, () => c.text('Station Road', 0, 9, label));
    c.inside({ at: [850, 365], turn: -90 }, () => c.text('Quay Road', 0, 9, label));
    c.text('Queen’s Park', 650, 420, {
      face: 'sans',
      weight: 700,
      italic: true,
      size: 32,
      anchor: 'middle',
      fill: '#3c7038',
    });
    c.text('Bay of Sorrel', 1085, 480, {
      face: 'sans',
      italic: true,
      size: 30,
      anchor: 'middle',
      fill: '#3f7fa3',
    });
    const pin = (x: number, y: number, colour: string, name: string, dx: number, anchor: 'start' | 'end') => {
      const shape = c.path(`M${x} ${y}c-10-24-26-34-26-56a26 26 0 0 1 52 0c0 22-16 32-26 56z`, {
        fill: colour,
      });
      c.circle(x, y - 56, 10, { fill: '#ffffff' });
      const text = c.text(name, x + dx, y - 46, {
        face: 'sans',
        weight: 700,
        size: 26,
        anchor,
        fill: '#33322f',
      });
      return { shape, text };
    };
    pin(130, 650, '#c8483c', 'Library', 34, 'start');
    pin(690, 150, '#7a4fa0', 'Hotel', 34, 'start');
    pin(930, 780, '#1f6fb0', 'Ferry', 36, 'start');
    c.group({ at: [1110, 110] }, () => {
      c.circle(0, 0, 56, { fill: '#ffffff', opacity: 0.85 });
      c.polygon([0, -46, 14, 0, -14, 0], { fill: '#c8483c' });
      c.polygon([0, 46, 14, 0, -14, 0], { fill: '#8b8f94' });
    });
    c.text('N', 1110, 44, { face: 'sans', weight: 700, size: 26, anchor: 'middle', fill: '#33322f' });
    c.path('M960 820h180M960 812v16M1140 812v16', { stroke: '#33322f', width: 4 });
    c.text('200 m', 1050, 808, { face: 'sans', size: 22, anchor: 'middle', fill: '#33322f' });
    return [
      {
        question: 'Which street runs along the south side of the park?',
        answers: ['Linden Avenue', 'linden avenue', 'Linden Ave'],
        caption:
          'A town map shows Queen’s Park with its pond between Castle Street in the north and Linden Avenue in the south. A library, a hotel and a ferry pier are marked with pins, and the sea lies to the east.',
        retelling:
          'This is a map of a small town by the sea, with a green park in the middle and streets around it.',
        evidence: [south],
        mistake: { answer: 'Castle Street', evidence: [north] },
      },
    ];
  },
};

export const maps: readonly Scene[] = [metro, town];
