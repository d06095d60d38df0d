import type { ScenarioVerdict } from '../../../verdict/types.ts';
import { html, type Html } from '../html.ts';

/** The verdict as a coloured word, or a note that there is none. */
export function verdictWord(verdict: ScenarioVerdict | null): Html {
  const tone =
    verdict === 'REPRODUCED'
      ? 'good'
      : verdict === null || verdict === 'INCONCLUSIVE' || verdict === 'SKIPPED'
        ? 'open'
        : 'bad';
  return html`<span class="verdict ${tone}">${verdict ?? 'NO VERDICT'}</span>`;
}
