import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../harness/recording/recording.ts';
import { lostRun } from '../../../harness/recording/recording.ts';
import { renderRunHtml } from '../../../harness/report/html/run-page.ts';
import { judge } from '../../../harness/verdict/judge.ts';
import { killedArm, livingArm, runRecording } from './run-recording.ts';

const pageOf = (recording: Recording) => renderRunHtml(judge(recording), recording, '/runs/1');
const evil = '<script>alert(1)</script>\u0000\u001b[31m';

describe('the page of a run', () => {
  it('says the verdict in one sentence, and what each arm did', () => {
    const page = pageOf(runRecording([killedArm(), livingArm({ expect: { outcome: 'survived' } })]));
    expect(page).toContain(
      '<h1>Killed at its limit with a flat heap: files in memory-backed scratch filled it.</h1>',
    );
    expect(page).toContain('OOM-killed after 2.0 s');
    expect(page).toContain('survived 5.5 s');
    expect(page).toContain('npm run repro -- x --on cgroup --load builtin --seed 1');
    expect(page).toContain('$ npm run repro -- report /runs/1');
  });

  it('says why an arm was skipped, and draws nothing for it', () => {
    const page = pageOf(runRecording([killedArm(), livingArm({ skipped: 'no such disk here' })]));
    expect(page).toContain('no such disk here');
    expect(page.match(/<svg\s*class="chart"/g)).toHaveLength(1);
  });

  it('shows what was not met first of all, and unfolded', () => {
    const page = pageOf(runRecording([livingArm({ name: 'baseline', expect: { outcome: 'oom-killed' } })]));
    expect(page).toContain('the baseline did not do what it should');
    expect(page).toContain('x/baseline: outcome expected oom-killed, was survived');
    expect(page).toMatch(/<details open>\s*<summary>0 of 1 expectation met/);
  });

  it('says of an arm that is not known only why, after those that are, and folds what follows from that', () => {
    const unsampled = { ...livingArm({ expect: { outcome: 'survived', heap: 'flat' } }), startedMs: null };
    const wrong = livingArm({ name: 'baseline', expect: { outcome: 'oom-killed' } });
    const page = pageOf(runRecording([unsampled, wrong]));
    expect([...page.matchAll(/<li>(x\/.*?)<\/li>/g)].map(([, words]) => words)).toEqual([
      expect.stringMatching(/^x\/baseline: outcome expected oom-killed, was/),
      'x/pvc: not known: the load never began',
    ]);
    expect(page).toMatch(/<details >\s*<summary>None of 2 expectations could be judged/);
    expect(page).toMatch(/<dt>why<\/dt>\s*<dd>the load never began/);
  });

  it('says that an arm was measured twice, and what the first time did not tell', () => {
    const page = pageOf(runRecording([killedArm({ retriedFor: 'the load was not delivered' })]));
    expect(page).toMatch(/<dt>tries<\/dt>\s*<dd>measured again, alone; not known at first: the load was not/);
    expect(pageOf(runRecording([killedArm()]))).not.toContain('measured again');
  });

  it('writes the name of the limit over the line of a kill', () => {
    const page = pageOf(runRecording([killedArm()]));
    expect(page.indexOf('class="limit-name"')).toBeGreaterThan(page.lastIndexOf('class="kill-line"'));
  });

  it('lets no text of a recording act, wherever it comes from', () => {
    const arm = killedArm({ title: evil, name: evil });
    arm.evidence = [
      { kind: 'evidence', arm: 'x', atMs: 0, what: evil, command: evil, output: evil, exitCode: 1 },
    ];
    arm.kernelLog = {
      kind: 'kernel-log',
      arm: 'x',
      atMs: 0,
      lines: [evil],
      unreadable: null,
      pidsComparable: true,
    };
    const scenarios = [{ kind: 'scenario' as const, name: 'x', title: evil, story: evil, file: evil }];
    const recording = runRecording([arm], { scenarios });
    const page = pageOf({
      ...recording,
      run: { ...recording.run, platform: evil, load: evil, startedAt: evil },
    });
    expect(page.match(/<script>/g)).toHaveLength(1);
    for (const control of ['\u0000', '\u001b']) expect(page).not.toContain(control);
    expect(page).toContain('&lt;script&gt;');
  });

  it('stays small where the recording has lines of 10 MB and hundreds of them', () => {
    const big = 'x'.repeat(10_000_000);
    const arm = killedArm({ title: big });
    arm.evidence = Array.from({ length: 300 }, () => ({
      kind: 'evidence',
      arm: 'x',
      atMs: 0,
      what: big,
      command: big,
      output: big,
      exitCode: 0,
    }));
    expect(pageOf(runRecording([arm])).length).toBeLessThan(400_000);
  });

  it('says what is lost of a recording, and shows the rest', () => {
    const torn = pageOf(runRecording([killedArm()], { ended: null, unreadable: [4, 9] }));
    expect(torn).toContain('Lines 4, 9 of the recording can&#39;t be read.');
    expect(torn).toContain('The run failed: the recording breaks off.');
    expect(torn).toContain('<svg');
    const headless = pageOf(runRecording([killedArm()], { run: lostRun }));
    expect(headless).toContain('The line with platform, host and seed is lost.');
  });
});
