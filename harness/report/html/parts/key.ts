import { grouped } from '../../../words.ts';
import { memoryClasses } from '../chart/classes.ts';
import { html, type Html } from '../html.ts';
import type { Moment } from './moments.ts';

/** What the key and the columns of the table go by, in one order for both. */
export const keyed = [
  { id: 'usage', label: 'usage', unit: 'MiB' },
  ...memoryClasses.toReversed().map(({ id, label }) => ({ id, label, unit: 'MiB' })),
  { id: 'heap', label: 'heap', unit: 'MiB' },
  { id: 'offered', label: 'offered', unit: '/s' },
  { id: 'served', label: 'served', unit: '/s' },
] as const;

/** The values of a moment in the order of `keyed`, as text; an empty one is not known. */
export function cells({ usage, classes, heap, offered, served }: Moment): string[] {
  return [usage, ...classes.toReversed(), heap].map(size).concat([offered, served].map(rate));
}

/** Which of `keyed` tell anything in these moments. */
export function telling(moments: Moment[]): boolean[] {
  const all = moments.map(cells);
  return keyed.map((_, index) => all.some((row) => !['', '0.0', '0'].includes(row[index] as string)));
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
            <span class="swatch ${id}"></span>${label} <b>${values[index] ?? ''}</b
            ><span class="unit">${unit}</span>
          </li>`,
      )}
    </ul>
  </div>`;
}

function size(bytes: number | null): string {
  return bytes === null ? '' : (bytes / 2 ** 20).toFixed(1);
}

function rate(perSecond: number | null): string {
  return perSecond === null ? '' : grouped(perSecond);
}
