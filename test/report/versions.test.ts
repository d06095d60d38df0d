import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../harness/recording/read.ts';
import { renderExecMarkdown } from '../../harness/report/exec-markdown.ts';
import { renderExecHtml } from '../../harness/report/html/exec-page.ts';
import { renderRunHtml } from '../../harness/report/html/run-page.ts';
import { renderJunit } from '../../harness/report/junit.ts';
import { renderMarkdown } from '../../harness/report/markdown.ts';
import { judgeExec } from '../../harness/verdict/exec/judge-exec.ts';
import { judge } from '../../harness/verdict/judge.ts';
import { version } from '../../harness/package/version.ts';

const recorded = '0.0.1';
const both = `${recorded}, judged by ${version}`;

/** A recording that comes with the tests, as one of another version. */
async function recordingOf(name: string) {
  const folder = fileURLToPath(new URL(`../fixtures/recordings/${name}`, import.meta.url));
  const recording = await readRecording(folder);
  return { ...recording, run: { ...recording.run, version: recorded } };
}

describe('a recording of another version', () => {
  it('has results that tell which version recorded it, and which judged it', async () => {
    const recording = await recordingOf('run');
    const findings = judge(recording);
    expect(findings).toMatchObject({ version: recorded, judgedBy: version });
    expect(renderMarkdown(findings)).toContain(`not-a-leak ${both}`);
    expect(renderRunHtml(findings, recording, '/runs/1')).toContain(both);
    expect(renderJunit([findings], null)).toContain(`<property name="judgedBy" value="${version}"`);
  });

  it('has them also where it is one of a command', async () => {
    const recording = await recordingOf('exec');
    if (recording.exec === null) throw new Error('no recording of a command');
    const findings = judgeExec(recording, recording.exec);
    expect(findings).toMatchObject({ version: recorded, judgedBy: version });
    expect(renderExecMarkdown(findings, recording.exec.exec)).toContain(`not-a-leak exec ${both}`);
    expect(renderExecHtml(findings, recording, recording.exec, '/runs/1')).toContain(both);
  });
});
