import type { Canvas } from '../draw/canvas.ts';
import type { Ink } from '../draw/ink.ts';
import { pottedPlant } from '../parts/nature.ts';
import { glow, planks, vignette } from '../parts/surfaces.ts';
import type { Scene } from '../scene.ts';

/** A sitting cat seen from the front, about 430 px high at scale 1; (x, y) is the middle of its feet. */
function cat(c: Canvas, x: number, y: number, scale: number): Ink {
  return c.group({ at: [x, y], scale }, () => {
    const fur = c.linear(['#f0a452', '#e08a35', '#c9701f']);
    const dark = '#b45f18';
    c.path('M96-40C190-40 220-110 176-150C160-164 140-150 148-136C170-110 150-78 92-84z', { fill: fur });
    c.path('M164-146q10 10 4 24M186-112q-8 12-20 12', { stroke: dark, width: 9, opacity: 0.7 });
    c.path('M-112 0C-136-90-96-210-58-252H58C96-210 136-90 112 0z', { fill: fur });
    c.path('M-52-4C-64-90-40-180 0-214C40-180 64-90 52-4z', { fill: '#fbe6cc' });
    c.path('M-104-70q26 0 34 14M-108-106q28 0 36 16M104-70q-26 0-34 14M108-106q-28 0-36 16', {
      stroke: dark,
      width: 9,
      opacity: 0.75,
    });
    for (const side of [-1, 1]) {
      c.ellipse(side * 54, -14, 44, 24, { fill: '#fbe6cc' });
      c.path(`M${side * 42} -8v-14M${side * 58} -6v-14`, { stroke: '#c9a37e', width: 4 });
    }
    c.path('M-92-300L-104-412C-78-412-50-392-34-372H34C50-392 78-412 104-412L92-300z', { fill: fur });
    c.path('M-92-392C-76-388-62-378-54-366L-86-336zM92-392C76-388 62-378 54-366L86-336z', {
      fill: '#f3b9a0',
    });
    c.path('M0-386C74-386 112-340 112-292C112-236 58-212 0-212S-112-236-112-292C-112-340-74-386 0-386z', {
      fill: c.radial(['#f7b768', '#e8963f', '#d67c27'], 0.45, 0.35, 0.7),
    });
    c.path('M0-382v42M-26-380l8 36M26-380l-8 36M-108-306l34 8M-106-272l34-4M108-306l-34 8M106-272l-34-4', {
      stroke: dark,
      width: 9,
      opacity: 0.75,
    });
    c.path('M0-286c30 0 50 20 50 42c0 20-22 30-50 30s-50-10-50-30c0-22 20-42 50-42z', { fill: '#fbe6cc' });
    for (const side of [-1, 1]) {
      c.ellipse(side * 48, -306, 21, 23, { fill: c.radial(['#d8e88a', '#8fae3a']) });
      c.ellipse(side * 48, -306, 8, 21, { fill: '#1b1a12' });
      c.circle(side * 48 + 6, -314, 5, { fill: '#ffffff' });
      c.path(
        `M${side * 30} -246l${side * 92} -14M${side * 30} -238l${side * 94} 4M${side * 28} -230l${side * 88} 20`,
        { stroke: '#ffffff', width: 2.5, opacity: 0.9 },
      );
    }
    c.path('M-14-274h28q4 0 0 6l-11 12q-3 3-6 0l-11-12q-4-6 0-6z', { fill: '#d97a6c' });
    c.path('M0-256v10q-12 14-24 4M0-246q12 14 24 4', { stroke: '#8a5a3c', width: 4 });
  });
}

const sofaCat: Scene = {
  name: 'cat-sofa',
  source: 'objects',
  category: 'perception',
  size: [1200, 900],
  format: 'jpg',
  paint(c) {
    c.rect(0, 0, 1200, 700, { fill: c.linear(['#c9dcd6', '#a9c4bd']) });
    for (let x = 0; x < 1200; x += 60) c.rect(x, 0, 2, 700, { fill: '#ffffff', opacity: 0.18 });
    c.rect(0, 690, 1200, 210, { fill: c.linear(['#b98a5c', '#8a6039']) });
    c.rect(0, 676, 1200, 18, { fill: '#f1ede4' });
    c.group({ at: [250, 190], filter: c.shadow(4, 8, 8, 0.35) }, () => {
      c.rect(-110, -130, 220, 260, { fill: '#7a5636' });
      c.rect(-96, -116, 192, 232, { fill: c.linear(['#fbe3b8', '#f4a96b', '#b8604f']) });
      c.circle(20, -20, 40, { fill: '#fff3cf' });
      c.path('M-96 50q48-50 96-10t96-20V116H-96z', { fill: '#6d4c5e' });
    });
    c.group({ at: [1040, 690] }, () => {
      c.path('M-6-380H6V0H-6zM-52 0h104v-12h-104z', { fill: '#4b4038' });
      c.path('M-60-520h120l44 150h-208z', { fill: c.linear(['#fff4d6', '#f1d79e']) });
    });
    glow(c, 1040, 250, 360, '#fff0c2', 0.55);
    c.ellipse(560, 812, 470, 24, { fill: '#000', opacity: 0.35, filter: c.blur(9) });
    const velvet = c.linear(['#3f6f9a', '#2d5478']);
    c.rect(160, 360, 800, 330, { r: 56, fill: c.linear(['#4a7fae', '#34608a']) });
    c.path('M560 372V640', { stroke: '#24466a', width: 5, opacity: 0.6 });
    for (const x of [360, 760]) c.circle(x, 470, 8, { fill: '#24466a' });
    c.rect(190, 590, 370, 120, { r: 30, fill: c.linear(['#5489b8', '#3a689a']) });
    c.rect(562, 590, 370, 120, { r: 30, fill: c.linear(['#5489b8', '#3a689a']) });
    c.rect(170, 690, 782, 92, { r: 22, fill: velvet });
    for (const x of [112, 880]) c.rect(x, 480, 132, 306, { r: 56, fill: c.linear(['#4f86b6', '#2c5378']) });
    for (const x of [190, 910]) c.path(`M${x - 16} 780h32l-6 36h-20z`, { fill: '#4a3222' });
    const cushion = c.group({ at: [800, 540], turn: 12 }, () => {
      c.path('M-90-90q90 22 180 0q-22 90 0 180q-90-22-180 0q22-90 0-180z', {
        fill: c.linear(['#f2c552', '#d99a26']),
        filter: c.shadow(4, 8, 7),
      });
      c.path('M-60-58q60 14 120 0M-64 0h128M-60 58q60-14 120 0', { stroke: '#fff', width: 5, opacity: 0.5 });
    });
    c.ellipse(470, 626, 150, 16, { fill: '#000', opacity: 0.3, filter: c.blur(6) });
    const animal = cat(c, 460, 630, 1.02);
    pottedPlant(c, 64, 830, 1.4, ['#e8e2d6', '#b8ae9c']);
    vignette(c, 0.3);
    return [
      {
        question: 'What animal is sitting on the sofa?',
        answers: ['cat', 'a cat', 'Cat', 'an orange cat', 'a ginger cat'],
        caption:
          'An orange tabby cat sits upright on a blue sofa and looks at the viewer. A yellow cushion lies beside it, and a floor lamp glows in the corner.',
        retelling: 'A ginger cat with stripes is sitting on a blue couch next to a yellow pillow.',
        evidence: [animal],
        mistake: { answer: 'dog', evidence: [cushion] },
      },
    ];
  },
};

/** The height at which the fruit bowl's rim hides what is behind it. */
const RIM = 470;

const fruit: Scene = {
  name: 'fruit-bowl',
  source: 'objects',
  category: 'perception',
  size: [1200, 900],
  format: 'jpg',
  paint(c) {
    c.rect(0, 0, 1200, 900, { fill: c.linear(['#e6ddcf', '#cdbfa9']) });
    glow(c, 220, 60, 800, '#ffffff', 0.55);
    planks(c, 560, ['#b07f52', '#a87649', '#b98a5d'], 86);
    c.rect(0, 548, 1200, 14, { fill: '#8a5f38' });
    const ground = (x: number, y: number, rx: number): void => {
      c.ellipse(x + 14, y, rx, rx * 0.2, { fill: '#2a160a', opacity: 0.45, filter: c.blur(7) });
    };
    const orange = (x: number, y: number, r: number): Ink => {
      const ink = c.circle(x, y, r, { fill: c.radial(['#ffcf7d', '#f7941d', '#c9620a'], 0.36, 0.3, 0.75) });
      c.path(`M${x + r * 0.1} ${y - r * 0.72}l5 -7 5 7 8 -1 -5 7 5 7 -8 -1 -5 6 -4 -6 -8 1 5 -7 -5 -6z`, {
        fill: '#5f7a2f',
      });
      c.circle(x - r * 0.35, y - r * 0.42, r * 0.16, { fill: '#fff', opacity: 0.4 });
      return ink;
    };
    const apple = (x: number, y: number, scale: number): Ink =>
      c.group({ at: [x, y], scale }, () => {
        c.path('M0-64C-30-92-92-78-92-10C-92 54-46 92-18 88Q0 82 18 88C46 92 92 54 92-10C92-78 30-92 0-64z', {
          fill: c.radial(['#ff8a6b', '#d9302f', '#8a1220'], 0.34, 0.3, 0.8),
        });
        c.path('M0-58q2-34 22-50', { stroke: '#5a3a1c', width: 8 });
        c.path('M8-84q30-38 72-22q-22 36-72 22z', { fill: c.linear(['#8cc152', '#4f8a34']) });
        c.ellipse(-38, -34, 16, 24, { fill: '#fff', opacity: 0.32 });
      });
    ground(600, 726, 150);
    /** What can be seen of an orange behind the bowl's rim. */
    const behindRim = (x: number, y: number, r: number): Ink => {
      const half = Math.sqrt(r * r - (RIM - y) ** 2);
      const peel = c.radial(['#ffcf7d', '#f7941d', '#c9620a'], 0.36, 0.3, 0.75);
      const ink = c.path(`M${x - half} ${RIM}A${r} ${r} 0 1 1 ${x + half} ${RIM}z`, { fill: peel });
      c.circle(x - r * 0.35, y - r * 0.42, r * 0.16, { fill: '#fff', opacity: 0.4 });
      return ink;
    };
    const bananas = c.group({ at: [690, 300] }, () => {
      for (const [turn, long] of [
        [26, 1],
        [8, 1.06],
        [-12, 1],
      ] as const) {
        c.group({ turn, scale: long }, () => {
          c.path('M-8-4C100 0 196 84 206 226C208 246 182 250 174 236C150 150 86 84-12 44C-24 34-22-2-8-4z', {
            fill: c.linear(['#ffe680', '#f5c430', '#c9920f'], -30),
          });
          c.path('M-6 22C90 46 166 130 188 228', { stroke: '#b98a14', width: 4, opacity: 0.55 });
        });
      }
      c.path('M-30 46l-22-34 34-36 34 26z', { fill: '#8a6a24' });
    });
    const visible = [behindRim(424, 430, 86), behindRim(610, 396, 96)];
    const glass = c.linear(['#7fb3c9', '#3f7f9f', '#275a78']);
    const bowl = c.path('M250 470H950C940 620 820 720 700 728H500C380 720 260 620 250 470z', { fill: glass });
    c.path('M250 470H950q-2 22-6 34H256q-4-12-6-34z', { fill: '#a9d3e3', opacity: 0.7 });
    c.path('M300 540C330 620 390 670 450 690', { stroke: '#fff', width: 12, opacity: 0.35 });
    for (let k = 0; k < 8; k++)
      c.path(`M${328 + k * 68} 560q17 -22 34 0t34 0`, { stroke: '#e9f4f8', width: 5, opacity: 0.7 });
    ground(1040, 770, 80);
    apple(1040, 690, 0.9);
    ground(180, 790, 86);
    const loose = orange(180, 710, 86);
    vignette(c, 0.32);
    return [
      {
        question: 'How many oranges are there?',
        answers: ['3', 'three', 'three oranges'],
        caption:
          'Three oranges, a bunch of bananas and an apple are arranged on a wooden table. Two of the oranges and the bananas are in a blue bowl.',
        retelling: 'Oranges and bananas are in a blue bowl, with an orange and an apple beside it.',
        evidence: [loose, ...visible],
        mistake: { answer: '4', evidence: [bananas, bowl] },
      },
    ];
  },
};

export const home: readonly Scene[] = [sofaCat, fruit];
