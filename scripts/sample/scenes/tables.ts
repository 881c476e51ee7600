import { nth } from '../parts/nth.ts';
import { glow, vignette } from '../parts/surfaces.ts';
import type { Scene } from '../scene.ts';

const league: Scene = {
  name: 'table-league',
  source: 'tables',
  category: 'reasoning',
  size: [1200, 760],
  format: 'png',
  paint(c) {
    c.rect(0, 0, 1200, 760, { fill: '#f3f5f8' });
    c.rect(40, 40, 1120, 680, { r: 18, fill: '#ffffff' });
    c.path('M40 138V58q0-18 18-18H1142q18 0 18 18v80z', { fill: '#1f3b5c' });
    c.text('Coastal League', 76, 102, { face: 'roboto', weight: 700, size: 38, fill: '#ffffff' });
    c.text('after 18 matches', 1124, 100, { face: 'roboto', size: 26, anchor: 'end', fill: '#b9cbe0' });
    const columns = [640, 740, 840, 960, 1100] as const;
    ['Won', 'Drawn', 'Lost', 'Goals', 'Points'].forEach((title, index) =>
      c.text(title, nth(columns, index), 190, {
        face: 'roboto',
        weight: 500,
        size: 22,
        anchor: 'middle',
        fill: '#6b7684',
      }),
    );
    c.text('Club', 160, 190, { face: 'roboto', weight: 500, size: 22, fill: '#6b7684' });
    const clubs = [
      ['Porthaven United', 13, 3, 2, '38:14', '#d1495b'],
      ['FC Saltmarsh', 12, 2, 4, '33:19', '#2e6f95'],
      ['Gull Island Rovers', 9, 5, 4, '29:21', '#edae49'],
      ['Eastcliff Athletic', 8, 4, 6, '26:24', '#3c8a5a'],
      ['Lighthouse 09', 5, 6, 7, '20:25', '#7a5ba6'],
      ['Driftwood SC', 3, 2, 13, '15:41', '#7d8791'],
    ] as const;
    const rows = clubs.map(([name, won, drawn, lost, goals, colour], index) => {
      const y = 252 + index * 82;
      if (index % 2 === 1) c.rect(40, y - 50, 1120, 82, { fill: '#f7f9fb' });
      c.text(String(index + 1), 92, y, {
        face: 'roboto',
        weight: 700,
        size: 28,
        anchor: 'middle',
        fill: '#1f3b5c',
      });
      c.path(`M118 ${y - 26}h28v18q-2 16-14 20q-12-4-14-20z`, { fill: colour });
      const club = c.text(name, 164, y, { face: 'roboto', weight: 500, size: 29, fill: '#222c38' });
      const cells = [won, drawn, lost, goals, won * 3 + drawn].map((value, column) =>
        c.text(String(value), nth(columns, column), y, {
          face: 'roboto',
          weight: column === 4 ? 700 : 400,
          size: 29,
          anchor: 'middle',
          fill: column === 4 ? '#1f3b5c' : '#222c38',
        }),
      );
      return { club, cells };
    });
    const second = nth(rows, 1);
    const leader = nth(rows, 0);
    const caption =
      'A table ranks the first six clubs of the Coastal League after 18 matches. Porthaven United leads with 42 points, ahead of FC Saltmarsh with 38.';
    return [
      {
        question: 'By how many points does Porthaven United lead?',
        answers: ['4', 'four', '4 points'],
        caption,
        retelling:
          'The league table shows Porthaven United first with 42 points and FC Saltmarsh second with 38.',
        evidence: [nth(leader.cells, 4), nth(second.cells, 4)],
        mistake: { answer: '1', evidence: [nth(leader.cells, 0), nth(second.cells, 0)] },
      },
    ];
  },
};

const departures: Scene = {
  name: 'station-departures',
  source: 'tables',
  category: 'perception',
  size: [1280, 820],
  format: 'jpg',
  quality: 86,
  paint(c) {
    c.rect(0, 0, 1280, 820, { fill: c.linear(['#58636d', '#39424a', '#2b3238']) });
    for (let x = 0; x < 1280; x += 160) c.path(`M${x} 0V820`, { stroke: '#20262b', width: 4, opacity: 0.5 });
    for (const x of [250, 1030]) {
      c.rect(x - 9, 0, 18, 100, { fill: c.linear(['#8d979e', '#4b545b'], -90) });
      glow(c, x, 0, 260, '#fff4d0', 0.35);
    }
    c.rect(70, 90, 1140, 640, { r: 16, fill: '#15181b', filter: c.shadow(0, 16, 16, 0.6) });
    c.rect(84, 104, 1112, 612, { r: 8, fill: c.linear(['#0b0d0f', '#14171a']) });
    c.path('M84 194V112q0-8 8-8H1188q8 0 8 8v82z', { fill: '#1d4e89' });
    c.text('Departures', 120, 168, { face: 'sans', weight: 700, size: 50, fill: '#ffffff' });
    const clock = c.text('10:36', 1160, 168, {
      face: 'roboto',
      weight: 700,
      size: 50,
      anchor: 'end',
      fill: '#ffffff',
    });
    const amber = '#ffc247';
    for (const [title, x] of [
      ['Time', 120],
      ['To', 280],
      ['Platform', 740],
      ['Status', 930],
    ] as const) {
      c.text(title, x, 240, { face: 'sans', size: 26, fill: '#9fb2c4' });
    }
    const trains = [
      ['10:42', 'Kingsbridge', '3', 'On time', '#79d18b'],
      ['10:51', 'Oakham Junction', '7', '8 min late', '#ff8a5c'],
      ['11:04', 'Seaford', '1', 'On time', '#79d18b'],
      ['11:15', 'Airport Express', '12', 'Boarding', '#8fd0ff'],
      ['11:20', 'Millbrook', '5', 'Cancelled', '#ff5c5c'],
    ] as const;
    const rows = trains.map(([time, to, platform, status, colour], index) => {
      const y = 318 + index * 86;
      c.path(`M104 ${y + 28}H1176`, { stroke: '#2b3238', width: 2 });
      return {
        time: c.text(time, 120, y, { face: 'roboto', weight: 500, size: 46, fill: amber }),
        to: c.text(to, 280, y, { face: 'roboto', weight: 500, size: 46, fill: amber }),
        platform: c.text(platform, 790, y, {
          face: 'roboto',
          weight: 700,
          size: 46,
          anchor: 'middle',
          fill: amber,
        }),
        status: c.text(status, 930, y, { face: 'roboto', weight: 500, size: 42, fill: colour }),
      };
    });
    c.polygon([84, 104, 520, 104, 240, 716, 84, 716], { fill: '#fff', opacity: 0.035 });
    vignette(c, 0.4);
    const express = nth(rows, 3);
    const late = nth(rows, 1);
    const caption =
      'A departure board in a station lists five trains between 10:42 and 11:20. The train to Oakham Junction is 8 minutes late, and the one to Millbrook is cancelled.';
    return [
      {
        question: 'From which platform does the Airport Express leave?',
        answers: ['12', 'platform 12', 'Platform 12', 'twelve'],
        caption,
        retelling:
          'The station display shows departures with amber letters, such as the Airport Express from platform 12.',
        evidence: [express.to, express.platform],
        mistake: { answer: '1', evidence: [nth(rows, 2).to, nth(rows, 2).platform] },
      },
      {
        question: 'Which train is late?',
        answers: ['Oakham Junction', 'the 10:51 to Oakham Junction', 'the train to Oakham Junction', '10:51'],
        caption,
        retelling:
          'An electronic board at a railway station with five departures, one late and one cancelled.',
        evidence: [late.time, late.to, late.status],
        mistake: { answer: 'Millbrook', evidence: [nth(rows, 4).to, clock] },
      },
    ];
  },
};

export const tables: readonly Scene[] = [league, departures];
