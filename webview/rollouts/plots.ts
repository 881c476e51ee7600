import { html, nothing, type TemplateResult } from 'lit';
import { iconButton } from '../ui/buttons.ts';
import { UNTIMED } from '../ui/connect.ts';
import { messageOf } from '../ui/errors.ts';
import { correlationsCsv, histogramCsv, seriesCsv } from './plotCsv.ts';
import { correlationPlot, flatPlot, histogramPlot, scatterPlot, seriesPlot } from './plotFigures.ts';
import { figure } from './plotFigure.ts';
import type { Session } from './session.ts';

/** The run as a whole: rewards over the steps, how they spread, and what goes with what. */
export function plots(session: Session): TemplateResult {
  const { state } = session;
  const { plots: data, query } = state;
  if (data === undefined)
    return html`<div class="cover-text"><vscode-progress-ring></vscode-progress-ring></div>`;
  const names = Object.keys(data.series);
  const list = (where: string): void => {
    void session.setView('group');
    void session.list({ ...query, where: [query.where, where].filter((part) => part !== '').join(' ') });
  };
  const toStep = (step: number): void => {
    list(`step=${step}`);
  };
  return html`<div class="plots-box">
    ${
      query.where === ''
        ? nothing
        : html`<p class="plots-note">Only rollouts that fulfil <code>${query.where}</code></p>`
    }
    <div class="plots">
      ${names.map((name) =>
        plotBlock(
          session,
          `${title(name)} by step`,
          figure(() => seriesPlot(data, name, toStep), [data, name]),
          () => seriesCsv(data, name),
        ),
      )}
      ${plotBlock(
        session,
        'Groups without spread',
        figure(() => flatPlot(data, toStep), [data, 'flat']),
        () => ['step,share', ...data.step.map((step, i) => `${step},${data.flat[i] ?? 0}`)].join('\n'),
      )}
      ${names.map((name) =>
        plotBlock(
          session,
          `Distribution of ${name}`,
          figure(
            () =>
              histogramPlot(data, name, (least, most) => {
                list(`${name}>=${least} ${name}<=${most}`);
              }),
            [data, `histogram ${name}`],
          ),
          () => histogramCsv(data, name),
        ),
      )}
      ${plotBlock(
        session,
        'Reward against length',
        figure(
          () =>
            scatterPlot(data, (index) => {
              void session.host.call('placeOf', { rollout: index }).then((place) => {
                if (place === null) return;
                void session.setView('group');
                void session.show(place.group, place.at);
              });
            }),
          [data, 'scatter'],
        ),
        () =>
          [
            'rollout,step,length,total',
            ...data.sample.map(({ index, step, length, total }) => `${index},${step},${length},${total}`),
          ].join('\n'),
      )}
      ${
        data.correlations.length === 0
          ? nothing
          : plotBlock(
              session,
              'Correlation of the rewards',
              figure(() => correlationPlot(data), [data, 'correlation']),
              () => correlationsCsv(data),
            )
      }
    </div>
  </div>`;
}

export async function loadPlots(session: Session): Promise<void> {
  const { state, host } = session;
  try {
    state.plots = await host.call('plots', { where: state.query.where }, UNTIMED);
  } catch (error) {
    session.notify('error', messageOf(error));
  }
  session.changed();
}

function plotBlock(session: Session, name: string, content: unknown, csv: () => string): TemplateResult {
  const file = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.csv`;
  return html`<section class="plot" aria-label=${name}>
    <h3>
      ${name}<span class="grow"></span>${iconButton({
        icon: 'table',
        name: `Save ${name} as CSV`,
        press: () =>
          void session.host.call(
            'save',
            { name: file, content: csv(), base64: false },
            { onProgress: () => undefined },
          ),
      })}
    </h3>
    ${content}
  </section>`;
}

const title = (name: string): string => (name === 'length' ? 'Completion length' : name);
