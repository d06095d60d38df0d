import type { ScenarioVerdict } from '../../../verdict/types.ts';
import { html, type Html } from '../html.ts';

/** The verdict as a word of its colour; one that is not there says so. */
export function verdictWord(verdict: ScenarioVerdict | null): Html {
  const tone =
    verdict === 'REPRODUCED'
      ? 'good'
      : verdict === null || verdict === 'INCONCLUSIVE' || verdict === 'SKIPPED'
        ? 'open'
        : 'bad';
  return html`<span class="verdict ${tone}">${verdict ?? 'NO VERDICT'}</span>`;
}
