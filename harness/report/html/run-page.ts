import { conclusions } from '../conclusions.ts';
import type { Recording } from '../../recording/recording.ts';
import type { RunFindings } from '../../verdict/types.ts';
import { seconds } from '../../text/words.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';
import { again } from './parts/again.ts';
import { evidenceOf } from './parts/evidence.ts';
import { hostFacts } from './parts/host-facts.ts';
import { lossNote } from './parts/losses.ts';
import { metricsTable } from './parts/metrics-table.ts';
import { scenarioSection } from './parts/scenario-section.ts';
import { unmetWords } from './parts/unmet-words.ts';
import { verdictWord } from './parts/verdict-word.ts';
import { runAgainLines } from './run-again.ts';

/** Limit for the output of all commands together, in characters. */
const roomForOutput = 300_000;
const mostOutput = 8000;

/** report.html of a run, for its recording's folder: one self-contained page. */
export function renderRunHtml(findings: RunFindings, recording: Recording, folder: string): string {
  const { scenarios, metrics } = findings;
  const { sentence, more } = headline(findings);
  return page(
    `not-a-leak: ${sentence}`,
    html`<header class="top">
        <p class="brand"><b>not-a-leak</b> <span>${aboutWords(findings)}</span></p>
        <p>${verdictWord(findings.verdict)}</p>
        <h1>${sentence}</h1>
        <ul class="conclusions">
          ${more.map((line) => html`<li>${line}</li>`)}
        </ul>
        ${lossNote(findings.losses)}
      </header>
      <main>
        ${scenarios.map((scenario) => scenarioSection(scenario, recording.arms))} ${metricsTable(metrics)}
        ${evidenceSection(findings, recording)} ${again(runAgainLines(findings, folder))}
        ${hostFacts(recording.run, findings.judgedBy)}
      </main>`,
  );
}

function headline(findings: RunFindings): { sentence: string; more: string[] } {
  const { verdict, verdictReason, interrupted, failure, scenarios } = findings;
  if (interrupted)
    return { sentence: `Interrupted by ${interrupted}; what was measured until then is below.`, more: [] };
  if (failure)
    return { sentence: `The run failed: ${failure}.`, more: ['What was measured until then is below.'] };
  if (verdict !== 'REPRODUCED') return { sentence: verdictReason, more: unmetWords(scenarios) };
  const [first = [], ...others] = conclusions(scenarios);
  const [sentence = verdictReason, ...rest] = first;
  return { sentence, more: [...rest, ...others.map((sentences) => sentences.join(' '))] };
}

function aboutWords({ startedAt, platform, host, durationMs }: RunFindings): string {
  const facts = [
    startedAt.slice(0, 16).replace('T', ' '),
    `on ${platform}`,
    ...(host === null ? [] : [`cgroup v${host.cgroupVersion}, kernel ${host.kernel}`]),
    ...(durationMs === null ? [] : [`took ${seconds(durationMs)}`]),
  ];
  return facts.join(' · ');
}

function evidenceSection({ scenarios }: RunFindings, { arms }: Recording): Html {
  const outputs = arms.reduce(
    (sum, { evidence, kernelLog }) => sum + evidence.length + (kernelLog ? 1 : 0),
    0,
  );
  const most = Math.min(mostOutput, Math.floor(roomForOutput / Math.max(1, outputs)));
  return html`<section>
    <h2>Evidence</h2>
    <p class="quiet">
      The numbers that the verdict rests on, with the file, field or line that each came from.
    </p>
    ${arms.map((recorded) => {
      const { scenario, name } = recorded.arm;
      const arm = scenarios.find((one) => one.name === scenario)?.arms.find((one) => one.name === name);
      return arm ? evidenceOf(`${scenario} / ${name}`, arm.evidence, recorded, most) : null;
    })}
  </section>`;
}
