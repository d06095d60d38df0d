import { grouped } from '../../../text/words.ts';
import { memoryClasses } from '../chart/classes.ts';
import { html, type Html } from '../html.ts';
import type { Moment } from './moments.ts';

/** What stands for a figure that is not known. */
const unknown = '–';

/** Those of the key that are drawn as lines, and those that are classes of memory. */
const lines = new Set(['usage', 'heap', 'offered']);
const areas = new Set<string>(memoryClasses.map(({ id }) => id));

/** What the key and the columns of the table go by, in one order for both. */
export const keyed = [
  { id: 'usage', label: 'usage', unit: 'MiB' },
  ...memoryClasses.toReversed().map(({ id, label }) => ({ id, label, unit: 'MiB' })),
  { id: 'heap', label: 'heap', unit: 'MiB' },
  { id: 'offered', label: 'offered', unit: '/s' },
  { id: 'served', label: 'served', unit: '/s' },
] as const;

/** The values of a moment in the order of `keyed`, as text. */
export function cells({ usage, classes, heap, offered, served }: Moment): string[] {
  return [usage, ...classes.toReversed(), heap].map(size).concat([offered, served].map(rate));
}

/** Which of `keyed` tell anything in these moments. */
export function telling(moments: Moment[]): boolean[] {
  const all = moments.map(cells);
  return keyed.map((_, index) => all.some((row) => ![unknown, '0.0', '0'].includes(row[index] as string)));
}

/** The key of a chart. Its values are those of one moment; the crosshair puts others in their place. */
export function key(what: string, moment: Moment | null, shown: boolean[]): Html {
  const values = moment === null ? [] : cells(moment);
  return html`<div class="key">
    <p class="moment">${what}</p>
    <ul>
      ${keyed.map(
        ({ id, label, unit }, index) =>
          shown[index] === true &&
          html`<li>
            ${swatch(id)} ${label} <b>${values[index] ?? ''}</b><span class="unit">${unit}</span>
          </li>`,
      )}
    </ul>
  </div>`;
}

/** The mark of the chart itself: a line as it is dashed there, an area with its texture, the served load's shape. */
function swatch(id: string): Html {
  const path = lines.has(id) ? 'M0 6h18' : id === 'served' ? 'M0 12V6l6-4 5 6 7-5v9z' : 'M0 0h18v12h-18z';
  return html`<svg class="swatch" viewBox="0 0 18 12" aria-hidden="true">
    <path class="${areas.has(id) ? 'area ' : ''}${id}" d="${path}" />
  </svg>`;
}

function size(bytes: number | null): string {
  return bytes === null ? unknown : (bytes / 2 ** 20).toFixed(1);
}

function rate(perSecond: number | null): string {
  return perSecond === null ? unknown : grouped(perSecond);
}
