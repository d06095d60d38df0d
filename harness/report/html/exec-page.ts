import { createColors } from 'picocolors';
import type { ExecRecording, Recording } from '../../recording/recording.ts';
import type { ExecFindings } from '../../verdict/exec/types.ts';
import { mebibytes, seconds } from '../../text/words.ts';
import { execFacts, execHeadline } from '../exec-text.ts';
import { sharedScale } from './chart/shared-scale.ts';
import { timelineOf, type Timeline } from './chart/timeline.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';
import { again } from './parts/again.ts';
import { evidenceOf } from './parts/evidence.ts';
import { head } from './parts/head.ts';
import { timelineFigure } from './parts/figure.ts';
import { holdersBlock } from './parts/holders.ts';
import { hostFacts } from './parts/host-facts.ts';
import { execAgainLines } from './run-again.ts';

/** Limit for the output of commands, in characters. */
const mostOutput = 20_000;

/** report.html of a command, for its recording's folder: one self-contained page. */
export function renderExecHtml(
  findings: ExecFindings,
  recording: Recording,
  of: ExecRecording,
  folder: string,
): string {
  const sentence = execHeadline(findings, createColors(false));
  return page(
    sentence,
    html`${head(findings.argv.join(' '), sentence, execFacts(findings), recording)}
      <main>
        <section>
          <h2>Its memory</h2>
          <div class="arms">${figure(findings, commandTimeline(findings, of))}</div>
        </section>
        ${holdersSection(findings)}
        <section>
          <h2>Evidence</h2>
          <p class="quiet">
            The numbers that the verdict rests on, with the file, field or line that each came from.
          </p>
          ${evidenceOf('Numbers and the words of the kernel', findings.evidence, of, mostOutput)}
        </section>
        ${again(execAgainLines(of.exec, folder))} ${hostFacts(recording.run, findings.judgedBy)}
      </main>`,
  );
}

function commandTimeline(
  { limitBytes, durationMs, oomKills, outcome }: ExecFindings,
  of: ExecRecording,
): Timeline {
  const startMs = of.lives[0]?.started.atMs ?? of.startedMs ?? of.pod[0]?.atMs ?? 0;
  const ended = outcome === 'oom-killed' ? 'oom-killed' : oomKills > 0 ? 'child-oom-killed' : 'exited';
  return timelineOf(of, startMs, limitBytes, [{ startedMs: 0, endedMs: durationMs, ended }]);
}

function figure(findings: ExecFindings, timeline: Timeline): Html {
  const { composition, killedAfterMs, limitBytes } = findings;
  const scale = sharedScale([timeline]);
  const restMs = composition?.atMs ?? scale.toMs;
  return timelineFigure(timeline, scale, {
    id: 'command',
    name: 'the command',
    title: execHeadline(findings, createColors(false)),
    description: `Limit ${mebibytes(limitBytes)}.`,
    restMs,
    rest: `${killedAfterMs === null ? 'when the least could be dropped' : 'the last sample before the kill'}, at ${seconds(restMs)}`,
  });
}

function holdersSection({ holders, holdersAfter }: ExecFindings): Html | null {
  if (holders === null && holdersAfter === null) return null;
  return html`<section>
    <h2>Who held it</h2>
    ${holdersBlock('While it lived', holders)}
    ${holdersBlock('Once the main process had ended', holdersAfter)}
  </section>`;
}
