import { html, type Html } from '../html.ts';
import { cells, keyed } from './key.ts';
import type { Moment } from './moments.ts';

/** A chart's data as a table: for those who can't see the chart, and for the crosshair. */
export function dataTable(name: string, moments: Moment[], shown: boolean[], samples: number): Html {
  const heads = keyed.filter((_, index) => shown[index]);
  return html`<details class="data">
    <summary>The data of the chart</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="The data of ${name}">
      <table class="numbers">
        <caption>
          ${moments.length} of ${samples.toLocaleString('en-US')} samples: in each stretch of time the one
          with the highest usage.
        </caption>
        <thead>
          <tr>
            <th scope="col">s</th>
            ${heads.map(({ label, unit }) => html`<th scope="col">${label} <span class="unit">${unit}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${moments.map((moment) => row(moment, shown))}
        </tbody>
      </table>
    </div>
  </details>`;
}

function row(moment: Moment, shown: boolean[]): Html {
  const values = cells(moment).filter((_, index) => shown[index]);
  return html`<tr>
    <th scope="row">${(moment.atMs / 1000).toFixed(3)}</th>
    ${values.map((value) => html`<td>${value}</td>`)}
  </tr>`;
}
