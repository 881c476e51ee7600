import { html, type TemplateResult } from 'lit';

interface Splitter {
  readonly name: string;
  /** Size of the pane it sizes, in CSS pixels. */
  readonly size: number;
  readonly least: number;
  readonly most: number;
  /** 1 where the pane grows to the right, −1 where it grows to the left. */
  readonly direction: 1 | -1;
  readonly resize: (size: number) => void;
  /** Called once a resize is finished. */
  readonly done: () => void;
}

/** Width of the outer panes in CSS pixels. */
export interface PaneSizes {
  readonly list: number;
  readonly inspector: number;
}

export interface PaneSplitter {
  readonly pane: keyof PaneSizes;
  readonly name: string;
  readonly limits: Readonly<Record<keyof PaneSizes, Pick<Splitter, 'least' | 'most'>>>;
  readonly changed: () => void;
  readonly done: () => void;
}

/** The bar beside one of a page's outer panes, whose sizes `state` holds. */
export function paneSplitter(
  state: { panes: PaneSizes },
  { pane, name, limits, changed, done }: PaneSplitter,
): TemplateResult {
  return splitter({
    name,
    direction: pane === 'list' ? 1 : -1,
    size: state.panes[pane],
    ...limits[pane],
    resize: (size) => {
      state.panes = { ...state.panes, [pane]: size };
      changed();
    },
    done,
  });
}

const STEP = 16;

/** A vertical bar between two panes, for mouse and keyboard (arrows, Home, End). */
function splitter(props: Splitter): TemplateResult {
  const set = (size: number): void => {
    props.resize(Math.max(props.least, Math.min(props.most, Math.round(size))));
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const bar = event.currentTarget as HTMLElement;
    const start = event.clientX;
    const { size } = props;
    bar.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      set(size + (moved.clientX - start) * props.direction);
    };
    const up = (): void => {
      bar.removeEventListener('pointermove', move);
      props.done();
    };
    bar.addEventListener('pointermove', move);
    bar.addEventListener('lostpointercapture', up, { once: true });
  };
  const key = (event: KeyboardEvent): void => {
    const sizes: Record<string, number> = {
      ArrowLeft: props.size - STEP * props.direction,
      ArrowRight: props.size + STEP * props.direction,
      Home: props.least,
      End: props.most,
    };
    const size = sizes[event.key];
    if (size === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(size);
    props.done();
  };
  return html`<div
    class="splitter"
    role="separator"
    aria-orientation="vertical"
    aria-label=${props.name}
    aria-valuenow=${props.size}
    aria-valuemin=${props.least}
    aria-valuemax=${props.most}
    tabindex="0"
    @pointerdown=${down}
    @keydown=${key}
  ></div>`;
}
