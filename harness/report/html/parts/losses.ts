import { html, type Html } from '../html.ts';

/** What of the recording is lost, where something is; the page shows what is left. */
export function lossNote(losses: readonly string[]): Html | null {
  return losses.length === 0 ? null : html`<p class="loss">${losses.join(' ')}</p>`;
}
