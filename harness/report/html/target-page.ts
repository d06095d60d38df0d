import { createColors } from 'picocolors';
import type { HoldersLine } from '../../recording/evidence-lines.ts';
import type { Recording, TargetRecording } from '../../recording/recording.ts';
import { mebibytes, seconds } from '../../text/words.ts';
import type { Diagnosis } from '../../verdict/diagnose/findings.ts';
import { diagnosisHeadline, diagnosisRows } from '../diagnosis-text.ts';
import { sharedScale } from './chart/shared-scale.ts';
import { timelineOf } from './chart/timeline.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';
import { evidenceOf } from './parts/evidence.ts';
import { head } from './parts/head.ts';
import { timelineFigure } from './parts/figure.ts';
import { holdersBlock } from './parts/holders.ts';
import { hostFacts } from './parts/host-facts.ts';

/** Limit for the kernel's lines, in characters. */
const mostOutput = 20_000;

/** report.html of a look at a living cgroup: one self-contained page. */
export function renderTargetHtml(found: Diagnosis, recording: Recording, of: TargetRecording): string {
  const sentence = diagnosisHeadline(found);
  return page(
    sentence,
    html`${head(`diagnose ${of.target.target.name}`, sentence, diagnosisRows(found, createColors(false)), recording)}
      <main>
        <section>
          <h2>Its memory</h2>
          <div class="arms">${figure(found, of)}</div>
        </section>
        ${holdersSection(of)}
        <section>
          <h2>Evidence</h2>
          <p class="quiet">
            The numbers that the answer rests on, with the file or field that each came from.
          </p>
          ${evidenceOf('Numbers and the words of the kernel', found.evidence, of, mostOutput)}
        </section>
        ${hostFacts(recording.run, found.judgedBy)}
      </main>`,
  );
}

function figure(found: Diagnosis, of: TargetRecording): Html | null {
  const startMs = of.pod[0]?.atMs;
  if (startMs === undefined) return null;
  const most = of.pod.reduce((peak, { usage }) => Math.max(peak, usage), 0);
  const timeline = timelineOf(of, startMs, found.limitBytes ?? most, []);
  return timelineFigure(timeline, sharedScale([timeline]), {
    id: 'target',
    name: 'what was looked at',
    title: diagnosisHeadline(found),
    description: found.limitBytes === null ? 'It has no limit.' : `Limit ${mebibytes(found.limitBytes)}.`,
    restMs: found.lookedMs,
    rest: `at the end of the look, at ${seconds(found.lookedMs)}`,
  });
}

function holdersSection({ holders, pod }: TargetRecording): Html | null {
  const last = holders.at(-1);
  if (!last) return null;
  const sinceStart: HoldersLine = { ...last, atMs: last.atMs - (pod[0]?.atMs ?? last.atMs) };
  return html`<section>
    <h2>Who holds it</h2>
    ${holdersBlock('At the end of the look', sinceStart)}
  </section>`;
}
