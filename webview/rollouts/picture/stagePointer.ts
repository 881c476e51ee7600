import { upright, type Point } from '../../../src/core/geometry/handles.ts';
import type { Box } from '../../../src/core/sample.ts';
import { imageSize, predictedBoxes, truthBoxes } from '../boxes.ts';
import type { Session } from '../session.ts';
import { shown, type State } from '../state.ts';
import { actualPixels, pannedBy, toBox, zoomedBy, type Staged, type Zoom } from './zoom.ts';

/** How far the pointer may tremble in a click, in CSS pixels. */
const SLACK = 3;
const WHEEL_STEP = 1.0015;

/** What the wheel and the pointer do on a stage; all stages show the same part of their images. */
export function stagePointer(session: Session, staged: Staged | undefined) {
  const { state } = session;
  const wheel = (event: WheelEvent): void => {
    if (staged === undefined) return;
    event.preventDefault();
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const at = { x: event.clientX - left, y: event.clientY - top };
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 32 : 1;
    const [dx, dy] = [event.deltaX * lines, event.deltaY * lines];
    const chord = event.ctrlKey || event.metaKey;
    // A pinch on a touchpad arrives as a wheel with Ctrl and small deltas.
    const pinch = chord && Math.abs(dy) < 40 ? 6 : 1;
    // Shift turns the wheel of a mouse.
    const turned = event.shiftKey && dx === 0;
    if (chord || (state.opened?.wheelZoom !== false && !event.shiftKey))
      setZoom(session, zoomedBy(zoomOfShown(state), WHEEL_STEP ** (-dy * pinch), at, staged));
    else setZoom(session, pannedBy(zoomOfShown(state), turned ? -dy : -dx, turned ? 0 : -dy, staged));
  };
  return {
    wheel: { handleEvent: wheel, passive: false },
    down: (event: PointerEvent): void => {
      if (staged !== undefined && event.button <= 1) drag(session, event, staged);
    },
  };
}

function drag(session: Session, event: PointerEvent, staged: Staged): void {
  const stage = event.currentTarget as HTMLElement;
  const start: Point = { x: event.clientX, y: event.clientY };
  const from = zoomOfShown(session.state);
  let moved = false;
  event.preventDefault();
  stage.focus({ preventScroll: true });
  stage.setPointerCapture(event.pointerId);
  const move = (at: PointerEvent): void => {
    const [dx, dy] = [at.clientX - start.x, at.clientY - start.y];
    if (!moved && Math.hypot(dx, dy) < SLACK) return;
    moved = true;
    stage.classList.add('panning');
    setZoom(session, pannedBy(from, dx, dy, staged));
  };
  const end = (): void => {
    stage.classList.remove('panning');
    stage.removeEventListener('pointermove', move);
    stage.removeEventListener('pointerup', end);
    stage.removeEventListener('pointercancel', end);
  };
  stage.addEventListener('pointermove', move);
  stage.addEventListener('pointerup', end);
  stage.addEventListener('pointercancel', end);
}

/** The zoom, which goes with the image that it was chosen for. */
export function zoomOfShown({ picture, group }: Pick<State, 'picture' | 'group'>): Zoom | undefined {
  return picture.zoomed === imageName(group) ? picture.zoom : undefined;
}

function setZoom(session: Session, zoom: Zoom | undefined): void {
  const { picture, group } = session.state;
  picture.zoom = zoom;
  picture.zoomed = imageName(group);
  session.changed();
}

const imageName = (group: State['group']): string | undefined =>
  group?.image.kind === 'image' ? group.image.uri : undefined;

/** The image of the rollout that is shown; undefined until its size is known. */
function shownStage({ state }: Session): Staged | undefined {
  const image = imageSize(state);
  return image && { image, stage: state.stage };
}

export function zoomFit(session: Session): void {
  setZoom(session, undefined);
}

export function zoomActual(session: Session): void {
  const staged = shownStage(session);
  if (staged !== undefined) setZoom(session, actualPixels(zoomOfShown(session.state), staged));
}

/** To what the rollout and the truth have drawn, together. */
export function zoomToBoxes(session: Session): void {
  const { state } = session;
  const staged = shownStage(session);
  const rollout = shown(state);
  if (staged === undefined || rollout === undefined) return;
  const boxes = [...predictedBoxes(state, rollout.completion, staged.image), ...truthBoxes(state)];
  const around = hull(boxes);
  if (around === undefined) session.notify('info', 'There are no boxes to zoom to.');
  else setZoom(session, toBox(around, staged));
}

function hull(boxes: readonly Box[]): Box | undefined {
  const [first, ...others] = boxes.map(upright);
  if (first === undefined) return undefined;
  return others.reduce<Box>(
    ([x1, y1, x2, y2], [left, top, right, bottom]) => [
      Math.min(x1, left),
      Math.min(y1, top),
      Math.max(x2, right),
      Math.max(y2, bottom),
    ],
    first,
  );
}
