/**
 * Mouse and pen on the stage. Every gesture remembers what it began with and works out where it stands from
 * there; nothing reaches the dataset before it ends, and Escape ends it without a trace.
 */
import { drawBox, type Point } from '../../../src/core/geometry/handles.ts';
import { toImage } from '../../ui/image/viewport.ts';
import { deselect, endSeries, selectBox, under } from '../boxes.ts';
import type { Editor } from '../editor.ts';
import { leaveField } from '../fields.ts';
import { boxesOf, changeBoxes, imageBounds, insertBoxes, isEditable } from '../layers.ts';
import type { Layer } from '../state.ts';
import { changedBoxes, draggedBoxes, type Drag } from './drag.ts';
import { CURSORS, gripOf, REACH, selectedGrip } from './grip.ts';
import { panBy, zoomBy } from './view.ts';
import { readWheel } from './wheel.ts';

/** How far the pointer may tremble in a click, in CSS pixels. */
const SLACK = 3;
/** What moving the pointer costs, for the benchmark: the measures of the last gesture are kept. */
const MEASURE = 'vqa.pointermove';

type Gesture =
  | { readonly kind: 'pan'; last: Point; moved: boolean; readonly deselects: boolean }
  | (Drag & {
      readonly kind: 'drag';
      readonly layer: 'truth' | 'prediction';
      /** What a click without a drag selects, since the drag may have begun on what was selected already. */
      readonly click: { readonly layer: Layer; readonly index: number } | undefined;
      moved: boolean;
    })
  | { readonly kind: 'draw'; readonly from: Point; readonly start: Point; readonly second: boolean };

export class Pointer {
  private gesture: Gesture | undefined;
  /** The stage's place in the window, measured when a gesture begins rather than with every move. */
  private origin: Point = { x: 0, y: 0 };
  private space = false;
  private quiet = false;
  /** First corner of a box that is drawn with two clicks. */
  private corner: Point | undefined;

  constructor(
    private readonly stage: HTMLElement,
    private readonly editor: Editor,
  ) {
    stage.addEventListener('pointerenter', () => {
      this.measure();
    });
    stage.addEventListener('pointerdown', this.down);
    stage.addEventListener('pointermove', this.moveMeasured);
    stage.addEventListener('pointerup', this.up);
    stage.addEventListener('pointercancel', () => {
      this.cancel();
    });
    stage.addEventListener('pointerleave', this.leave);
    stage.addEventListener('wheel', this.wheel, { passive: false });
    stage.addEventListener('keydown', this.key);
    stage.addEventListener('keyup', this.keyUp);
    stage.addEventListener('focusout', this.blurred);
    stage.addEventListener('auxclick', (event) => {
      event.preventDefault();
    });
  }

  /** True while focus moves without the person having moved it. */
  get busy(): boolean {
    return this.quiet || this.gesture !== undefined;
  }

  focusQuietly(element: SVGElement | HTMLElement): void {
    this.quiet = true;
    element.focus({ preventScroll: true });
    this.quiet = false;
  }

  /** Ends whatever is under way without a trace. True where there was something. */
  cancel(): boolean {
    const { state } = this.editor;
    const active = this.gesture !== undefined || this.corner !== undefined;
    this.gesture = undefined;
    this.corner = undefined;
    state.preview = undefined;
    state.rubber = undefined;
    this.editor.changed('canvas', 'rewards');
    return active;
  }

  private measure(): void {
    const { left, top } = this.stage.getBoundingClientRect();
    this.origin = { x: left, y: top };
  }

  private at(event: MouseEvent): Point {
    return { x: event.clientX - this.origin.x, y: event.clientY - this.origin.y };
  }

  private imageAt(event: MouseEvent): Point {
    const { view } = this.editor.state;
    const at = this.at(event);
    return view === undefined ? at : toImage(view, at);
  }

  private readonly down = (event: PointerEvent): void => {
    if ((event.target as Element).closest('.image-message') !== null) return;
    const { state } = this.editor;
    event.preventDefault();
    this.measure();
    this.stage.setPointerCapture(event.pointerId);
    leaveField(this.editor);
    if (state.view === undefined) {
      this.focusQuietly(this.stage);
      return;
    }
    if (event.button === 1 || (event.button === 0 && this.space)) {
      this.pan(event, false);
      return;
    }
    if (event.button !== 0) return;
    endSeries(this.editor);
    if (state.tool !== 'select') this.beginDrawing(event);
    else this.beginDrag(event);
  };

  private pan(event: PointerEvent, deselects: boolean): void {
    this.focusQuietly(this.stage);
    this.gesture = { kind: 'pan', last: this.at(event), moved: false, deselects };
    this.stage.classList.add('panning');
  }

  private beginDrawing(event: PointerEvent): void {
    performance.clearMeasures(MEASURE);
    this.focusQuietly(this.stage);
    const from = this.corner ?? this.imageAt(event);
    this.gesture = { kind: 'draw', from, start: this.at(event), second: this.corner !== undefined };
  }

  private beginDrag(event: PointerEvent): void {
    const { state } = this.editor;
    const { selection, view } = state;
    if (view === undefined) return;
    const point = this.imageAt(event);
    performance.clearMeasures(MEASURE);
    const [hit] = under(state, point, REACH / view.scale);
    const grip = selectedGrip(state, point);
    if (grip === undefined && hit === undefined) {
      this.pan(event, true);
      return;
    }
    const extend = event.shiftKey || event.ctrlKey || event.metaKey;
    if (extend && hit !== undefined) {
      selectBox(this.editor, hit.layer, hit.index, true);
      this.focusSelected();
      return;
    }
    if (grip === undefined && hit !== undefined) selectBox(this.editor, hit.layer, hit.index);
    const { layer, indices } = grip === undefined ? state.selection : selection;
    this.focusSelected();
    if (layer === 'proposal' || !isEditable(state, layer)) return;
    const initial = boxesOf(state, layer);
    const handle = grip ?? gripOf(state, initial[indices.at(-1) ?? -1], point) ?? 'inside';
    const click = grip === 'inside' && indices.length > 0 ? hit : undefined;
    this.gesture = { kind: 'drag', start: point, layer, handle, initial, indices, click, moved: false };
  }

  private focusSelected(): void {
    const { layer, indices } = this.editor.state.selection;
    this.editor.redraw('canvas');
    const selector = `.box[data-layer="${layer}"][data-index="${indices.at(-1) ?? -1}"]`;
    this.focusQuietly(this.stage.querySelector<SVGElement>(selector) ?? this.stage);
  }

  private readonly moveMeasured = (event: PointerEvent): void => {
    const started = performance.now();
    this.move(event);
    if (this.gesture !== undefined) performance.measure(MEASURE, { start: started });
  };

  private move(event: PointerEvent): void {
    const { state } = this.editor;
    const point = this.imageAt(event);
    state.pointer = point;
    const { gesture } = this;
    if (gesture === undefined) {
      if (state.tool === 'select') this.hover(point);
      else this.previewDrawing(point);
      this.editor.redraw('readouts', ...(state.tool === 'select' ? [] : (['canvas'] as const)));
      return;
    }
    if (gesture.kind === 'pan') {
      const at = this.at(event);
      const [dx, dy] = [at.x - gesture.last.x, at.y - gesture.last.y];
      if (!gesture.moved && Math.hypot(dx, dy) < SLACK) return;
      gesture.moved = true;
      gesture.last = at;
      panBy(this.editor, dx, dy);
      this.editor.redraw('canvas');
      return;
    }
    if (gesture.kind === 'draw') this.previewDrawing(point);
    else this.drag(gesture, point, event);
    this.editor.redraw('canvas', 'rewards', 'readouts');
  }

  private hover(point: Point): void {
    const { state } = this.editor;
    const grip = selectedGrip(state, point);
    const reach = REACH / (state.view?.scale ?? 1);
    const over = grip ?? (under(state, point, reach).length > 0 ? 'inside' : undefined);
    this.stage.style.cursor = this.space ? 'grab' : over === undefined ? '' : CURSORS[over];
  }

  private previewDrawing(point: Point): void {
    const { state } = this.editor;
    const bounds = imageBounds(state);
    const from = this.gesture?.kind === 'draw' ? this.gesture.from : this.corner;
    state.rubber = from === undefined || bounds === undefined ? undefined : drawBox(from, point, bounds);
  }

  private drag(gesture: Extract<Gesture, { kind: 'drag' }>, point: Point, event: PointerEvent): void {
    const { state } = this.editor;
    const bounds = imageBounds(state);
    if (bounds === undefined) return;
    const way = Math.hypot(point.x - gesture.start.x, point.y - gesture.start.y);
    if (!gesture.moved && way * (state.view?.scale ?? 1) < SLACK) return;
    gesture.moved = true;
    // Shift keeps a move on one axis.
    const boxes = draggedBoxes(gesture, point, bounds, event.shiftKey);
    state.preview = { layer: gesture.layer, boxes };
  }

  private readonly up = (event: PointerEvent): void => {
    const { gesture } = this;
    this.stage.classList.remove('panning');
    if (gesture === undefined) return;
    this.gesture = undefined;
    if (gesture.kind === 'pan') {
      if (!gesture.moved && gesture.deselects) deselect(this.editor);
    } else if (gesture.kind === 'draw') this.endDrawing(gesture, event);
    else this.endDrag(gesture);
    this.editor.redraw('canvas', 'rewards', 'toolbar', 'inspector');
  };

  private endDrag(gesture: Extract<Gesture, { kind: 'drag' }>): void {
    const { state } = this.editor;
    const { preview } = state;
    state.preview = undefined;
    if (!gesture.moved || preview === undefined) {
      if (gesture.click !== undefined && gesture.indices.length <= 1) {
        selectBox(this.editor, gesture.click.layer, gesture.click.index);
        this.focusSelected();
      }
      return;
    }
    if (JSON.stringify(boxesOf(state, gesture.layer)) !== JSON.stringify(gesture.initial)) {
      this.editor.announce('The boxes changed meanwhile; the drag was dropped');
      return;
    }
    const changes = changedBoxes(gesture, preview.boxes);
    const verb = gesture.handle === 'inside' ? 'Move' : 'Resize';
    if (changes.length > 0) {
      changeBoxes(this.editor, gesture.layer, changes, `${verb} ${changes.length === 1 ? 'box' : 'boxes'}`);
    }
  }

  private endDrawing(gesture: Extract<Gesture, { kind: 'draw' }>, event: PointerEvent): void {
    const { state } = this.editor;
    const at = this.at(event);
    const clicked = Math.hypot(at.x - gesture.start.x, at.y - gesture.start.y) < SLACK;
    if (clicked && !gesture.second) {
      // A click sets the first corner; the next one sets the other.
      this.corner = gesture.from;
      return;
    }
    const bounds = imageBounds(state);
    const box = bounds && drawBox(gesture.from, this.imageAt(event), bounds);
    this.corner = undefined;
    state.rubber = undefined;
    if (box !== undefined && insertBoxes(this.editor, [box], 'Draw box')) this.editor.announce('Box drawn');
    if (state.tool === 'draw') state.tool = 'select';
    this.focusSelected();
  }

  private readonly leave = (): void => {
    if (this.gesture !== undefined) return;
    this.editor.state.pointer = undefined;
    this.editor.changed('readouts', ...(this.editor.state.tool === 'select' ? [] : (['canvas'] as const)));
  };

  private readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.measure();
    const meant = readWheel(event, this.editor.state.opened?.settings.wheelZoom === true);
    if ('factor' in meant) zoomBy(this.editor, meant.factor, this.at(event));
    else panBy(this.editor, meant.dx, meant.dy);
    this.editor.changed('readouts');
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key === ' ') {
      event.preventDefault();
      if (!this.space) this.stage.classList.add('pannable');
      this.space = true;
    } else if (event.key === 'Escape') {
      const { state } = this.editor;
      if (this.cancel()) event.stopPropagation();
      else if (state.tool !== 'select') {
        state.tool = 'select';
        this.editor.changed('toolbar', 'canvas');
      } else if (state.selection.indices.length > 0) {
        deselect(this.editor);
        this.focusQuietly(this.stage);
      }
    }
  };

  private readonly keyUp = (event: KeyboardEvent): void => {
    if (event.key === ' ') this.releaseSpace();
  };

  /** The release of a key that is held while the focus leaves is never heard of. */
  private readonly blurred = (event: FocusEvent): void => {
    if (!this.stage.contains(event.relatedTarget as Node | null)) this.releaseSpace();
  };

  private releaseSpace(): void {
    this.space = false;
    this.stage.classList.remove('pannable');
  }
}
