import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { SampleStep } from '../../../src/protocol/rollouts.ts';

const HEIGHT = 104;
/** Room for the numbers at the left, and for the steps below. */
const LEFT = 48;
const RIGHT = 16;
const TOP = 8;
const BOTTOM = 20;

/** The rewards of a sample over the steps: the mean as a line, from the least to the most as a band, the best as points. */
export function historyPlot(
  steps: readonly SampleStep[],
  selected: number,
  width: number,
  show: (rollout: number) => void,
): TemplateResult | typeof nothing {
  const known = steps.filter(({ mean }) => Number.isFinite(mean));
  const [first, last] = [steps[0], steps.at(-1)];
  if (known.length === 0 || first === undefined || last === undefined) return nothing;
  const least = known.reduce((low, step) => Math.min(low, step.least), Infinity);
  const most = known.reduce((high, step) => Math.max(high, step.most), -Infinity);
  const x = ({ step }: SampleStep): number =>
    first.step === last.step
      ? (LEFT + width - RIGHT) / 2
      : LEFT + ((step - first.step) / (last.step - first.step)) * Math.max(1, width - LEFT - RIGHT);
  const y = (value: number): number =>
    most === least
      ? (TOP + HEIGHT - BOTTOM) / 2
      : HEIGHT - BOTTOM - ((value - least) / (most - least)) * (HEIGHT - TOP - BOTTOM);
  const line = (list: readonly SampleStep[], of: (step: SampleStep) => number): string =>
    list.map((step) => `${x(step).toFixed(1)} ${y(of(step)).toFixed(1)}`).join('L');
  const band = `M${line(known, (step) => step.most)}L${line([...known].reverse(), (step) => step.least)}Z`;
  const now = steps[selected];
  return html`<svg
    class="history-plot"
    width=${width}
    height=${HEIGHT}
    role="img"
    aria-label="Reward over ${steps.length} steps: mean ${first.mean.toFixed(2)} at step ${first.step}, ${last.mean.toFixed(2)} at step ${last.step}, best ${most.toFixed(2)}"
  >
    ${axis(least, most, y, width)}
    <path class="band" d=${band}></path>
    <path class="mean" d="M${line(known, (step) => step.mean)}"></path>
    ${now === undefined ? nothing : svg`<line class="now" x1=${x(now)} x2=${x(now)} y1=${TOP} y2=${HEIGHT - BOTTOM}></line>`}
    ${known.map((step) => point(step, x(step), y, step === now, show))}
    <text class="label" x=${x(first)} y=${HEIGHT - 4} text-anchor="middle">${first.step}</text>
    ${first === last ? nothing : svg`<text class="label" x=${x(last)} y=${HEIGHT - 4} text-anchor="middle">${last.step}</text>`}
  </svg>`;
}

function axis(
  least: number,
  most: number,
  y: (value: number) => number,
  width: number,
): readonly SVGTemplateResult[] {
  return (least === most ? [least] : [least, most]).map(
    (value) =>
      svg`<line class="rule-line" x1=${LEFT} x2=${Math.max(LEFT, width - RIGHT)} y1=${y(value)} y2=${y(value)}></line>
        <text class="label" x=${LEFT - 6} y=${y(value) + 4} text-anchor="end">${value.toFixed(2)}</text>`,
  );
}

function point(
  step: SampleStep,
  x: number,
  y: (value: number) => number,
  now: boolean,
  show: (rollout: number) => void,
): SVGTemplateResult {
  const best = y(step.most);
  return svg`<g class="clickable" @click=${() => {
    show(step.best);
  }}>
      <title>Step ${step.step}: mean ${step.mean.toFixed(2)}, best ${step.most.toFixed(2)}, spread ${step.spread.toFixed(2)}</title>
      <rect class="hit" x=${x - 6} y=${TOP} width="12" height=${HEIGHT - TOP}></rect>
      <path class="best" d="M${x - 3.5} ${best}L${x} ${best - 3.5}L${x + 3.5} ${best}L${x} ${best + 3.5}Z"></path>
      <circle class="mean-point" cx=${x} cy=${y(step.mean)} r=${now ? 4.5 : 3}></circle>
    </g>`;
}
