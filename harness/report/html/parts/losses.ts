import { html, type Html } from '../html.ts';

/** What is lost of the recording, if anything; the page shows the rest. */
export function lossNote(losses: readonly string[]): Html | null {
  return losses.length === 0 ? null : html`<p class="loss">${losses.join(' ')}</p>`;
}
