import { causeWords, heapWords, lifeLines, residueWords, retryWords, whatHappened } from '../../sentences.ts';
import type { ArmFindings } from '../../../verdict/types.ts';
import { mebibytes, seconds } from '../../../text/words.ts';
import type { Scale } from '../chart/scale.ts';
import type { Timeline } from '../chart/timeline.ts';
import { html, type Html } from '../html.ts';
import { expectationsList } from './expectations.ts';
import { timelineFigure } from './figure.ts';

/** One arm: what it is, what happened, its chart, and whether that was expected. `id` is unique in the page. */
export function armPanel(arm: ArmFindings, timeline: Timeline, scale: Scale, id: string): Html {
  return html`<article class="arm" id="${id}">
    <header>
      <h3>${mark(arm)} ${arm.name}</h3>
      <p class="quiet">
        ${arm.title === arm.name ? `limit ${mebibytes(arm.limitBytes)}` : `${arm.title} · limit ${mebibytes(arm.limitBytes)}`}
      </p>
      <p class="outcome ${tone(arm)}">${whatHappened(arm)}</p>
    </header>
    ${arm.outcome === 'skipped' ? null : drawing(arm, timeline, scale, id)}
    <div class="told">
      <dl class="facts">
        <div>
          <dt>${givesReason(arm) ? 'why' : 'what filled it'}</dt>
          <dd>${causeWords(arm) || 'not known'}</dd>
        </div>
        ${
          arm.outcome !== 'skipped' &&
          html`<div>
            <dt>heap</dt>
            <dd>${heapWords(arm)}</dd>
          </div>`
        }
        ${lifeWords(arm).map(
          (words) =>
            html`<div>
              <dt>lives</dt>
              <dd>${words}</dd>
            </div>`,
        )}
        ${
          arm.retriedFor !== null &&
          html`<div>
            <dt>tries</dt>
            <dd>${retryWords(arm)}</dd>
          </div>`
        }
      </dl>
      ${expectationsList(arm.expectations)}
    </div>
  </article>`;
}

function drawing(arm: ArmFindings, timeline: Timeline, scale: Scale, id: string): Html {
  const restMs = arm.composition?.atMs ?? scale.toMs;
  return timelineFigure(timeline, scale, {
    id,
    name: arm.name,
    title: `${arm.name}: ${whatHappened(arm)}`,
    description: `Limit ${mebibytes(arm.limitBytes)}, heap ${heapWords(arm)}. ${causeWords(arm)}.`,
    restMs,
    rest: restWords(arm, restMs),
  });
}

function restWords({ killedAfterMs, outcome }: ArmFindings, atMs: number): string {
  const at = seconds(atMs);
  if (killedAfterMs !== null || outcome === 'child-oom-killed') return `just before the kill, at ${at}`;
  return `when the least could be dropped, at ${at}`;
}

/** Whether the reason tells why the cause is unknown. */
function givesReason({ outcome }: ArmFindings): boolean {
  return outcome === 'skipped' || outcome === 'inconclusive';
}

function lifeWords(arm: ArmFindings): string[] {
  const words = [...lifeLines(arm), ...[residueWords(arm)].flatMap((one) => one ?? [])];
  return words.length === 0 ? [] : [words.join('; ')];
}

function mark(arm: ArmFindings): Html | null {
  if (arm.outcome === 'skipped')
    return html`<span class="mark open" role="img" aria-label="skipped">–</span>`;
  if (arm.expectations.every(({ met }) => met))
    return html`<span class="mark good" role="img" aria-label="as expected">✓</span>`;
  const refuted = arm.expectations.some(({ met, conclusive }) => !met && conclusive);
  return refuted
    ? html`<span class="mark bad" role="img" aria-label="not as expected">✗</span>`
    : html`<span class="mark open" role="img" aria-label="not known">?</span>`;
}

function tone({ outcome }: ArmFindings): string {
  if (outcome === 'survived') return 'calm';
  return outcome === 'oom-killed' || outcome === 'child-oom-killed' ? 'alarm' : 'warning';
}
