import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { PlotData } from '../../../src/protocol/rollouts/plots.ts';
import { iconButton, textButton } from '../../ui/buttons.ts';
import { UNTIMED } from '../../ui/connect.ts';
import { messageOf } from '../../ui/errors.ts';
import { count } from '../../ui/format.ts';
import { openMenu } from '../../ui/menu.ts';
import { styles } from '../../ui/styles.ts';
import type { Session } from '../session.ts';
import { partColour } from './colours.ts';
import { figure } from './figure.ts';
import { cancelPlots, loadPlots, sliceBy } from './load.ts';
import { listRollouts } from './listRollouts.ts';
import type { LegendItem, Mark } from './mark.ts';
import { pictureOf, rasterised } from './picture.ts';
import { plotsOf, type PlotOf } from './plotList.ts';

/** The run as a whole: rewards over the steps, how they spread, how the format fails, and what goes with what. */
export function plots(session: Session): TemplateResult {
  const { plots: own, query } = session.state;
  const { data, loading } = own;
  return html`<div class="plots-box">
    <div class="plots-bar" role="toolbar" aria-label="Plots">
      ${textButton({
        label: own.slice === null ? 'Slice by…' : `Slice by ${own.slice}`,
        icon: 'layers',
        press: (event) => void sliceMenu(session, event.currentTarget as HTMLElement).catch(failed(session)),
      })}
      ${data === undefined ? nothing : partLegend(session, data)}
      <span class="grow"></span>
      ${
        loading === undefined
          ? own.cancelled === undefined
            ? nothing
            : html`<span class="dim">Cancelled</span>${textButton({
                  label: 'Draw again',
                  press: () => {
                    own.cancelled = undefined;
                    void loadPlots(session);
                  },
                })}`
          : html`<progress aria-label="Drawing the plots" max="1" .value=${loading.done}></progress
              >${iconButton({
                icon: 'close',
                name: 'Cancel drawing',
                press: () => {
                  cancelPlots(session);
                },
              })}`
      }
    </div>
    ${
      query.where === ''
        ? nothing
        : html`<p class="plots-note">Only rollouts that fulfil <code>${query.where}</code></p>`
    }
    ${
      data === undefined
        ? nothing
        : html`<div class="plots">
            ${repeat(
              plotsOf(data, own.solo),
              ({ name }) => name,
              (plot) => plotBlock(session, data, plot),
            )}
          </div>`
    }
  </div>`;
}

async function sliceMenu(session: Session, owner: HTMLElement): Promise<void> {
  const { plots: own } = session.state;
  const { slice } = own;
  const columns = (own.columns ??= await session.host.call('sliceColumns', null, UNTIMED));
  const item = (
    column: string | null,
    label: string,
    hint?: string,
  ): Parameters<typeof openMenu>[2][number] => ({
    label,
    ...(hint !== undefined && { hint }),
    checked: slice === column,
    run: () => {
      sliceBy(session, column);
    },
  });
  openMenu(owner, 'Slice by', [
    item(null, 'Nothing'),
    ...(columns.length > 0 ? (['separator'] as const) : []),
    ...columns.map(({ name, values }) => item(name, name, `${values} values`)),
  ]);
}

/** The values of the slice; one that is pressed is drawn alone. */
function partLegend(session: Session, { slice, parts }: PlotData): TemplateResult | typeof nothing {
  if (slice === null) return nothing;
  const { plots: own } = session.state;
  return html`<div class="parts" role="group" aria-label="Values of ${slice}">
    ${parts.map(
      ({ label, rollouts }, i) =>
        html`<button
          class="part-chip"
          aria-pressed=${own.solo === label ? 'true' : 'false'}
          title="${own.solo === label ? 'Draw all values' : `Draw ${label} alone`}"
          @click=${() => {
            own.solo = own.solo === label ? undefined : label;
            session.changed();
          }}
        >
          <span class="swatch" ${styles({ background: partColour(i) })}></span>${label}
          <span class="dim">${count(rollouts)}</span>
        </button>`,
    )}
  </div>`;
}

function plotBlock(session: Session, data: PlotData, plot: PlotOf): TemplateResult {
  const { name } = plot;
  const file = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const save = (extension: string, content: string, base64: boolean): Promise<boolean> =>
    session.host.call('save', { name: `${file}.${extension}`, content, base64 }, UNTIMED);
  return html`<section class="plot" aria-label=${name}>
    <h3>
      ${name}<span class="grow"></span>${iconButton({
        icon: 'table',
        name: `Save ${name} as CSV`,
        press: () => void save('csv', plot.csv(), false).catch(failed(session)),
      })}${iconButton({
        icon: 'file-media',
        name: `Save ${name} as PNG`,
        press: (event) => {
          const svg = (event.currentTarget as Element)
            .closest('.plot')
            ?.querySelector<SVGSVGElement>('.figure > svg');
          if (svg === null || svg === undefined) return;
          void asPng(session, svg, name, plot.legend)
            .then((content) => save('png', content, true))
            .catch(failed(session));
        },
      })}
    </h3>
    <div class="figure">
      ${figure({
        name,
        draw: plot.draw,
        open: (mark) => void listMark(session, mark).catch(failed(session)),
        say: (said) => {
          session.say(said);
        },
        key: [data, session.state.plots.solo],
      })}
    </div>
    ${plot.ownLegend === true ? legend(plot.legend) : nothing}${plot.note === undefined ? nothing : html`<p class="plot-note dim">${plot.note}</p>`}
  </section>`;
}

const failed = (session: Session) => (error: unknown) => {
  session.notify('error', messageOf(error));
};

async function asPng(
  session: Session,
  svg: SVGSVGElement,
  title: string,
  items: readonly LegendItem[],
): Promise<string> {
  const picture = pictureOf(svg, title, items);
  return rasterised(picture, await session.host.call('picture', { svg: picture.svg }));
}

function legend(items: readonly LegendItem[]): TemplateResult {
  return html`<div class="plot-legend">
    ${items.map(
      ({ label, colour }) =>
        html`<span class="legend-item"
          ><span class="swatch" ${styles({ background: colour })}></span>${label}</span
        >`,
    )}
  </div>`;
}

/** Shows the rollout that a mark is, or lists those that it stands for. */
async function listMark(session: Session, { lists }: Mark): Promise<void> {
  if (lists === undefined) return;
  if ('where' in lists) {
    await listRollouts(session, lists.where);
    return;
  }
  const place = await session.host.call('placeOf', lists);
  await session.setView('group');
  if (place !== null) await session.show(place.group, place.at);
}
