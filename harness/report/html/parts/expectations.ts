import type { Expectation } from '../../../verdict/types.ts';
import { html, type Html } from '../html.ts';

/** What was expected of an arm and what was found; initially open if something is known not to be met. */
export function expectationsList(all: Expectation[]): Html | null {
  if (all.length === 0) return null;
  return html`<details ${all.some(isRefuted) ? 'open' : ''}>
    <summary>${countWords(all)}</summary>
    <ul class="expectations">
      ${all.map(item)}
    </ul>
  </details>`;
}

function isRefuted({ met, conclusive }: Expectation): boolean {
  return !met && conclusive;
}

function countWords(all: Expectation[]): string {
  const [met, refuted] = [all.filter((one) => one.met).length, all.filter(isRefuted).length];
  const open = all.length - met - refuted;
  const ofAll = `${all.length} ${all.length === 1 ? 'expectation' : 'expectations'}`;
  if (met === all.length) return `All of ${ofAll} met`;
  if (open === all.length) return `None of ${ofAll} could be judged`;
  return `${met} of ${ofAll} met${open > 0 ? `, ${open} not known` : ''}`;
}

function item({ name, met, conclusive, expected, actual }: Expectation): Html {
  const [mark, state] = met ? ['✓', 'met'] : conclusive ? ['✗', 'not met'] : ['?', 'not known'];
  return html`<li class="${met ? 'good' : conclusive ? 'bad' : 'open'}">
    <span class="mark" role="img" aria-label="${state}">${mark}</span>
    <span
      ><b>${name}</b> expected ${expected}<br /><span class="quiet"
        >${met ? 'was' : conclusive ? 'but was' : 'not known:'} ${actual}</span
      ></span
    >
  </li>`;
}
