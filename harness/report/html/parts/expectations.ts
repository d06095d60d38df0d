import type { Expectation } from '../../../verdict/types.ts';
import { html, type Html } from '../html.ts';

/** What was expected of an arm and what was found; it stands open where something was not met. */
export function expectationsList(all: Expectation[]): Html | null {
  if (all.length === 0) return null;
  const met = all.filter((one) => one.met).length;
  return html`<details ${met < all.length ? 'open' : ''}>
    <summary>${met === all.length ? 'All' : met} of ${all.length} expectations met</summary>
    <ul class="expectations">
      ${all.map(item)}
    </ul>
  </details>`;
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
