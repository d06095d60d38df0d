import { lossWords } from '../../../recording/losses.ts';
import type { Recording } from '../../../recording/read.ts';
import { html, type Html } from '../html.ts';

/** What of the recording is lost, where something is; the page shows what is left. */
export function losses(recording: Recording): Html | null {
  const words = lossWords(recording);
  return words === null ? null : html`<p class="loss">${words}</p>`;
}
