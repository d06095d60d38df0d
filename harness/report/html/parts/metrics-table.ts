import { controlWords, killWords, metricNames } from '../../metrics-block.ts';
import type { MetricTable } from '../../../verdict/types.ts';
import { html, type Html } from '../html.ts';

/** Which metric warned of the kills, and which cried wolf without one. */
export function metricsTable(table: MetricTable | null): Html | null {
  if (table === null) return null;
  const { rows, control } = table;
  const scenarios = rows[0]?.kills.map(({ scenario }) => scenario) ?? [];
  return html`<section>
    <h2>Which metric warned</h2>
    <p class="quiet">
      Its share of the limit at the kill, and for how long before it was over 90 %. The node's is a share of
      its own memory.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Which metric warned">
      <table>
        <thead>
          <tr>
            <th scope="col">metric</th>
            ${scenarios.map((name) => html`<th scope="col">${name}</th>`)}
            ${control !== null && html`<th scope="col">${control} <span class="quiet">nobody died</span></th>`}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${metricNames[row.metric]}</th>
                ${row.kills.map((kill) => html`<td class="${kill.firstOverMs === null ? 'quiet' : ''}">${killWords(kill)}</td>`)}
                ${control !== null && html`<td class="${row.falseAlarm === true ? 'alarm' : 'quiet'}">${controlWords(row)}</td>`}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
