import { html, type TemplateResult } from 'lit';
import type { SqlColumn } from '../../../src/core/rollouts/sqlColumns.ts';

/** The tables and views, and what each column of `rollouts` holds. */
export function columnList(columns: readonly SqlColumn[]): TemplateResult {
  return html`<div class="sql-columns" role="region" aria-label="Columns" tabindex="0">
    <p class="dim">
      Tables: <code>rollouts</code>, a row each, with the columns below; <code>groups</code> and
      <code>steps</code>, made of it (<code>DESCRIBE groups</code>). Texts and samples are read when a query
      first asks for them.
    </p>
    <table aria-label="Columns of rollouts">
      <tbody>
        ${columns.map(
          ({ name, type, about }) =>
            html`<tr>
              <th scope="row"><code>${name}</code></th>
              <td class="dim">${type}</td>
              <td>${about}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
