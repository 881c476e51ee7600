import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { SQL_EXAMPLES } from '../../../src/core/rollouts/sqlExamples.ts';
import type { SqlProblem } from '../../../src/protocol/query.ts';
import { iconButton, textButton } from '../../ui/buttons.ts';
import { openMenu } from '../../ui/menu.ts';
import type { Session } from '../session.ts';
import { cancelQuery, runQuery } from './actions.ts';
import { columnList } from './columnList.ts';
import { resultView } from './resultView.ts';
import type { Running } from './state.ts';

const STAGES = {
  numbers: 'Reading numbers',
  texts: 'Reading texts',
  samples: 'Reading samples',
  query: 'Running the query',
} as const;

/** SQL over the run: a query, what is wrong with it or what came of it, and the columns there are. */
export function sqlView(session: Session): TemplateResult {
  const { sql, opened } = session.state;
  const { answered, running } = sql;
  const answer = answered?.answer;
  const problem = answer === undefined || answer.kind === 'rows' ? undefined : answer;
  const put = (text: string): void => {
    sql.text = text;
    session.changed();
  };
  return html`<div class="sql-box">
    <textarea
      class="sql-text"
      aria-label="SQL query"
      aria-invalid=${problem === undefined ? 'false' : 'true'}
      rows="6"
      spellcheck="false"
      .value=${live(sql.text)}
      @input=${(event: Event) => {
        put((event.target as HTMLTextAreaElement).value);
      }}
      @keydown=${(event: KeyboardEvent) => {
        event.stopPropagation();
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void runQuery(session);
      }}
    ></textarea>
    <div class="sql-bar" role="toolbar" aria-label="SQL">
      ${textButton({
        label: 'Run',
        icon: 'play',
        key: opened?.mac === true ? '⌘Enter' : 'Ctrl+Enter',
        primary: true,
        disabled: running !== undefined,
        press: () => void runQuery(session),
      })}
      ${textButton({
        label: 'Examples',
        icon: 'lightbulb',
        press: (event) => {
          const items = SQL_EXAMPLES.map(({ title, sql: example }) => ({
            label: title,
            run: () => {
              put(example);
            },
          }));
          openMenu(event.currentTarget as HTMLElement, 'Examples', items);
        },
      })}
      ${textButton({
        label: 'History',
        icon: 'history',
        disabled: sql.history.length === 0,
        press: (event) => {
          const items = sql.history.slice(0, 20).map((each) => ({
            label: oneLine(each),
            run: () => {
              put(each);
            },
          }));
          openMenu(event.currentTarget as HTMLElement, 'History', items);
        },
      })}
      ${iconButton({
        icon: 'list-tree',
        name: 'Columns',
        pressed: sql.columnsShown,
        press: () => {
          sql.columnsShown = !sql.columnsShown;
          session.changed();
        },
      })}
      <span class="grow"></span>
      ${running === undefined ? nothing : progress(session, running)}
    </div>
    ${problem === undefined ? nothing : problemView(problem, answered?.sql ?? '')}
    ${sql.columnsShown ? columnList(sql.columns ?? []) : nothing}
    ${answered !== undefined && answer?.kind === 'rows' ? resultView(session, answered, answer) : nothing}
  </div>`;
}

function progress(session: Session, { progress: told }: Running): TemplateResult {
  const label = STAGES[told?.stage ?? 'query'];
  return html`<span class="dim">${label}…</span> ${
      told === undefined || told.stage === 'query'
        ? html`<progress aria-label=${label}></progress>`
        : html`<progress aria-label=${label} max="1" .value=${told.done}></progress>`
    }
    ${iconButton({
      icon: 'close',
      name: 'Cancel the query',
      press: () => {
        cancelQuery(session);
      },
    })}`;
}

function problemView(problem: SqlProblem | { readonly message: string }, sql: string): TemplateResult {
  const at = 'at' in problem ? problem.at : undefined;
  const line = at === undefined ? undefined : sql.split('\n')[at.line - 1];
  return html`<div class="sql-problem" role="alert">
    <p>
      ${at === undefined ? nothing : html`<b>Line ${at.line}, column ${at.column}:</b>`}
      <span class="sql-message">${problem.message}</span>
    </p>
    ${
      at === undefined || line === undefined
        ? nothing
        : html`<pre aria-hidden="true">
${line}
${' '.repeat(at.column - 1)}^</pre>`
    }
  </div>`;
}

const oneLine = (sql: string): string => {
  const text = sql.replace(/\s+/g, ' ').trim();
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
