import { pottedPlant } from '../parts/nature.ts';
import { glow, planks, vignette } from '../parts/surfaces.ts';
import type { Canvas } from '../draw/canvas.ts';
import type { Ink } from '../draw/ink.ts';
import type { Scene } from '../scene.ts';

/** A mug with steam, standing on (x, y), about 150 px high at scale 1; the steam is no part of its ink. */
function mug(c: Canvas, x: number, y: number, scale: number): Ink {
  c.group({ at: [x, y], scale, filter: c.blur(3) }, () => {
    c.path('M-30-180q-24-34 0-66t0-66M10-176q-24-34 0-66t0-66M48-182q-20-30 0-58t0-58', {
      stroke: '#ffffff',
      width: 9,
      opacity: 0.55,
    });
  });
  return c.group({ at: [x, y], scale }, () => {
    c.path('M74-120q74-8 70 44T66-26', { stroke: '#d9564a', width: 20 });
    c.path('M-84-150H84L74-14q-4 14-24 14H-50q-20 0-24-14z', {
      fill: c.linear(['#a83228', '#e8695a', '#d04a3c', '#93261f'], -90),
    });
    c.ellipse(0, -150, 84, 18, { fill: '#f2ece2' });
    c.ellipse(0, -148, 74, 13, { fill: c.linear(['#4a2a14', '#6f4220']) });
    c.path('M-58-118q2 60 10 96', { stroke: '#fff', width: 8, opacity: 0.35 });
  });
}

const desk: Scene = {
  name: 'desk-laptop',
  source: 'objects',
  category: 'perception',
  size: [1280, 860],
  format: 'jpg',
  paint(c) {
    c.rect(0, 0, 1280, 560, { fill: c.linear(['#dfe7e6', '#c3cfcf']) });
    c.rect(760, -10, 440, 380, { fill: '#ffffff', filter: c.shadow(0, 4, 10, 0.25) });
    c.rect(778, 8, 404, 344, { fill: c.linear(['#86c2ea', '#d8ecf6', '#c8e0b4']) });
    c.path('M778 300q110-70 220-20t184-30V352H778z', { fill: '#8fb87a' });
    c.rect(972, 0, 16, 352, { fill: '#ffffff' });
    c.rect(740, 366, 480, 22, { fill: '#f4f4f0', filter: c.shadow(0, 6, 5, 0.3) });
    glow(c, 980, 180, 560, '#fffbe6', 0.5);
    planks(c, 556, ['#c99b6c', '#c29263', '#d2a679'], 102);
    c.rect(0, 548, 1280, 12, { fill: '#a0743f' });
    pottedPlant(c, 150, 590, 1.25, ['#f2efe8', '#c9c3b6']);
    c.ellipse(560, 716, 380, 26, { fill: '#2a160a', opacity: 0.4, filter: c.blur(9) });
    const screen = c.inside({ at: [560, 380] }, () => {
      c.rect(-290, -210, 580, 384, { r: 18, fill: c.linear(['#4d555c', '#2b3136']) });
      c.rect(-272, -192, 544, 340, { fill: c.linear(['#1d3a5c', '#28527d']) });
      c.rect(-272, -192, 120, 340, { fill: '#142a44' });
      for (let k = 0; k < 6; k++)
        c.rect(-254, -164 + k * 40, c.random.between(50, 84), 12, { r: 6, fill: '#6f93b8' });
      const heights = [60, 96, 78, 130, 112, 168];
      heights.forEach((h, k) =>
        c.rect(-116 + k * 60, 110 - h, 38, h, { r: 4, fill: k === 5 ? '#ffc247' : '#5fb3d9' }),
      );
      c.path('M-120 112H250', { stroke: '#6f93b8', width: 3 });
      const title = c.text('Sales report', -120, -130, {
        face: 'sans',
        weight: 700,
        size: 40,
        fill: '#ffffff',
      });
      c.polygon([60, -192, 272, -192, 272, -20], { fill: '#fff', opacity: 0.06 });
      return title;
    });
    c.path('M250 556H870L940 690q6 18-14 18H194q-20 0-14-18z', { fill: c.linear(['#dfe3e6', '#aab1b7']) });
    for (let row = 0; row < 4; row++) {
      for (let k = 0; k < 13; k++) {
        const spread = 36 + row * 2.2;
        c.rect(560 + (k - 6.5) * spread, 572 + row * 19, spread - 5, 14, { r: 3, fill: '#3d444a' });
      }
    }
    c.path('M480 654h160l10 40H470z', { fill: '#c4cacf' });
    c.path('M182 696q-2 22 18 22H920q20 0 18-22q2 12-18 12H200q-20 0-18-12z', { fill: '#80888f' });
    c.ellipse(1090, 726, 130, 18, { fill: '#2a160a', opacity: 0.4, filter: c.blur(7) });
    const cup = mug(c, 1080, 720, 1.15);
    c.group({ at: [1010, 806], turn: -6 }, () => {
      c.path('M-120-14H120L132 14H-132z', { fill: '#f2b632', filter: c.shadow(3, 5, 5) });
      c.path('M120-14l44 14l-32 14z', { fill: '#f0dcb8' });
    });
    vignette(c, 0.28);
    return [
      {
        question: 'What stands to the right of the laptop?',
        answers: ['a cup', 'cup', 'a mug', 'mug', 'a red mug', 'a cup of coffee'],
        caption:
          'An open laptop on a wooden desk shows a sales report with a bar chart. A steaming red mug of coffee stands to its right, and a plant to its left.',
        retelling:
          'There is a laptop with a chart on its screen and a red cup of coffee on a desk by a window.',
        evidence: [cup],
        mistake: { answer: 'a plant', evidence: [screen] },
      },
    ];
  },
};

const clock: Scene = {
  name: 'wall-clock',
  source: 'objects',
  category: 'reasoning',
  size: [1000, 1000],
  format: 'jpg',
  paint(c) {
    c.rect(0, 0, 1000, 1000, { fill: c.linear(['#3f6a68', '#2c4f50']) });
    for (let x = 0; x < 1000; x += 100)
      c.path(`M${x} 0V1000`, { stroke: '#ffffff', width: 2, opacity: 0.06 });
    glow(c, 260, 160, 760, '#fff3cf', 0.28);
    const hands = c.inside({ at: [500, 500] }, () => {
      c.circle(0, 0, 372, {
        fill: c.linear(['#e2b873', '#a8772f', '#6f4a18'], -45),
        filter: c.shadow(14, 22, 18, 0.5),
      });
      c.circle(0, 0, 336, { fill: c.radial(['#fffdf6', '#f4ecd9'], 0.4, 0.35, 0.8) });
      c.circle(0, 0, 336, { stroke: '#6f4a18', width: 5 });
      for (let k = 0; k < 60; k++) {
        c.group({ turn: k * 6 }, () =>
          c.path(k % 5 === 0 ? 'M0-316V-286' : 'M0-316V-304', {
            stroke: '#3a2a18',
            width: k % 5 === 0 ? 8 : 4,
          }),
        );
      }
      for (let hour = 1; hour <= 12; hour++) {
        const angle = (hour * Math.PI) / 6;
        c.text(String(hour), Math.sin(angle) * 246, -Math.cos(angle) * 246 + 21, {
          face: 'sans',
          weight: 600,
          size: 58,
          anchor: 'middle',
          fill: '#3a2a18',
        });
      }
      const maker = c.text('Meridian', 0, 140, {
        face: 'serif',
        italic: true,
        weight: 600,
        size: 36,
        anchor: 'middle',
        fill: '#8a6a3a',
      });
      const minute = c.group({ turn: 10 * 6, filter: c.shadow(4, 8, 4) }, () =>
        c.path('M-8 50L-5-196L0-208L5-196L8 50z', { fill: '#2b1d10' }),
      );
      const hour = c.group({ turn: (10 + 10 / 60) * 30, filter: c.shadow(4, 8, 4) }, () =>
        c.path('M-13 46L-10-128L0-146L10-128L13 46z', { fill: '#2b1d10' }),
      );
      c.circle(0, 0, 18, { fill: '#c8483c' });
      c.path('M-230-210Q-110-310 40-312L-60-120Q-160-90-250-60z', { fill: '#fff', opacity: 0.2 });
      return { hour, minute, maker };
    });
    vignette(c, 0.4);
    return [
      {
        question: 'What time does the clock show?',
        answers: ['10:10', 'ten past ten', '10 past 10', 'ten minutes past ten'],
        caption:
          'A round wall clock with a brass rim hangs on a dark green wall. Its hands show ten minutes past ten.',
        retelling: 'A gold coloured clock with black hands and numbers from 1 to 12 is on a green wall.',
        evidence: [hands.hour, hands.minute],
        mistake: { answer: '1:50', evidence: [hands.maker] },
      },
    ];
  },
};

export const indoors: readonly Scene[] = [desk, clock];
