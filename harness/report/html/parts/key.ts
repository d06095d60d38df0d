import { grouped } from '../../../text/words.ts';
import { memoryClasses } from '../chart/classes.ts';
import { html, type Html } from '../html.ts';
import type { Moment } from './moments.ts';

/** Stands for an unknown figure. */
const unknown = '–';

/** The entries drawn as lines; the others are classes of memory. */
const lines = new Set(['usage', 'heap', 'offered']);
const areas = new Set<string>(memoryClasses.map(({ id }) => id));

/** The entries of the key and the columns of the table, in one order. */
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

/** Which of `keyed` have values in these moments. */
export function hasValues(moments: Moment[]): boolean[] {
  const all = moments.map(cells);
  return keyed.map((_, index) => all.some((row) => ![unknown, '0.0', '0'].includes(row[index] as string)));
}

/** The key of a chart, with the values of one moment; the crosshair replaces them. */
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

/** The chart's own mark: a line with its dashes, an area with its texture, the shape of the served load. */
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
