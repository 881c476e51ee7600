import { beforeEach, describe, expect, it } from 'vitest';
import type { Box } from '../../src/core/sample.ts';
import { planAcceptance, sameThing } from '../../webview/dataset/acceptance.ts';
import { followStep } from '../../webview/dataset/deciding.ts';
import { initialState } from '../../webview/dataset/initial.ts';
import type { ProposalState } from '../../webview/dataset/proposals.ts';
import type { State } from '../../webview/dataset/state.ts';

const SIGN: Box = [10, 10, 30, 30];
/** The same thing as SIGN: they share 16 × 20 of 24 × 20 pixels. */
const SIGN_AGAIN: Box = [14, 10, 34, 30];
/** Shares exactly half with SIGN. */
const SIGN_HALF: Box = [10, 10, 30, 20];
const DOOR: Box = [60, 60, 80, 90];

describe('taking proposals', () => {
  it('tells the same thing by an overlap of one half or more', () => {
    expect(sameThing([DOOR, SIGN], SIGN_AGAIN)).toBe(1);
    expect(sameThing([SIGN], SIGN_HALF)).toBe(0);
    expect(sameThing([SIGN], [10, 10, 30, 19])).toBe(-1);
    expect(sameThing([undefined, SIGN_AGAIN, SIGN], SIGN)).toBe(2);
    expect(sameThing([], SIGN)).toBe(-1);
  });

  it('adds what has no box yet and replaces what has one', () => {
    const { replaced, added, taken, indices } = planAcceptance([SIGN], [DOOR, SIGN_AGAIN]);
    expect([...replaced]).toEqual([[0, SIGN_AGAIN]]);
    expect(added).toEqual([DOOR]);
    expect(taken).toEqual([0, 1]);
    expect(indices).toEqual([0, 1]);
  });

  it('leaves a second proposal of the same thing', () => {
    expect(planAcceptance([SIGN], [SIGN_AGAIN, SIGN_HALF, DOOR])).toMatchObject({
      added: [DOOR],
      taken: [0, 2],
      indices: [0, 1],
    });
    expect(planAcceptance([], [SIGN, SIGN_AGAIN])).toMatchObject({ added: [SIGN], taken: [0] });
  });
});

describe('an accepted proposal', () => {
  const ready: ProposalState = {
    status: 'ready',
    proposal: {
      image: '',
      width: 9,
      height: 9,
      caption: 'A sign.',
      boxes: [],
      completion: '',
      milliseconds: 1,
    },
    open: [1],
    caption: '',
    accepted: [{ step: 'first', boxes: [0, 2], caption: ['A sign.', ''] }],
  };
  let state: State;
  const now = (): object => state.proposals.get(7) ?? {};

  beforeEach(() => {
    state = initialState(undefined);
    state.proposals.set(7, ready);
  });

  it('is open again once its step is undone, and closed once that is done again', () => {
    followStep(state, { name: 'first', done: false });
    expect(now()).toMatchObject({ open: [0, 1, 2], caption: 'A sign.' });
    followStep(state, { name: 'first', done: true });
    expect(now()).toMatchObject({ open: [1], caption: '' });
  });

  it('stays as it is where another step is undone', () => {
    followStep(state, { name: 'second', done: false });
    expect(now()).toBe(ready);
  });
});
