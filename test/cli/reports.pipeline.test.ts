import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { resultIn, temporaryFolder } from '../cli.ts';
import { cliInProcess } from '../in-process.ts';
import { expectFix, expectKill, killedByTmpfs, plateau, replay } from './scripted.ts';

const expected = { baseline: expectKill, fix: expectFix };
const good = { baseline: killedByTmpfs, fix: plateau };
const unfixed = { baseline: killedByTmpfs, fix: killedByTmpfs };
const files = ['result.json', 'junit.xml', 'result.md'];

function read(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

describe('the reports of a run', () => {
  it('lie in its folder, and are made again from the recording alone', async () => {
    const run = await replay('files', expected, unfixed);
    const first = files.map((name) => read(run.out, name));
    for (const name of files) rmSync(join(run.out, name));
    expect((await cliInProcess(['report', run.out])).exitCode).toBe(1);
    expect(files.map((name) => read(run.out, name))).toEqual(first);
  });

  it('say where the scenario file expects what was not met', async () => {
    const { out } = await replay('where', expected, unfixed);
    const fix = resultIn(out).scenarios[0]?.arms[1];
    expect(fix?.expectations[0]?.where).toMatch(/where\/scenario\.yaml:1:\d+$/);
  });

  it('are there for a run that breaks off, from what was recorded until then', async () => {
    const { out } = await replay('cut', expected, good);
    const cut = temporaryFolder();
    cpSync(out, cut.path, { recursive: true });
    const text = read(out, 'recording.ndjson');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(cut.path, 'recording.ndjson'), text.slice(0, text.lastIndexOf('"run-ended"')));
    const again = await cliInProcess(['report', cut.path]);
    expect(again.exitCode).toBe(5);
    expect(again.stdout).toContain('OOM-killed after 2.0 s');
    expect(again.stdout).toContain('the recording breaks off');
    expect(XMLValidator.validate(read(cut.path, 'junit.xml'))).toBe(true);
    cut.remove();
  });
});

describe('in GitHub Actions', () => {
  it('annotates what was not met, groups the log by arm, and adds to the summary of the job', async () => {
    const folder = temporaryFolder();
    const summary = join(folder.path, 'summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const run = await replay('github', expected, unfixed, [], { env });
    expect(run.stderr).toMatch(/^::group::github\/fix: .*\n(.*\n)+?::endgroup::$/m);
    expect(run.stderr).toMatch(
      /^::error file=.*github\/scenario\.yaml,line=1,col=\d+,title=github \/ fix%3A outcome::expected survived; was oom-killed/m,
    );
    expect(run.stdout).not.toContain('::');
    expect(read(folder.path, 'summary.md')).toContain('## FIX\\_FAILED on scripted');
    folder.remove();
  });

  it('leaves one JSON document on stdout with --json', async () => {
    const run = await replay('github-json', expected, unfixed, ['--json'], {
      env: { GITHUB_ACTIONS: 'true' },
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ verdict: 'FIX_FAILED' });
  });

  it('goes on where the summary can not be written, and says so', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/nowhere/at/all' };
    const run = await replay('github-deaf', expected, good, [], { env });
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain("summary can't be written");
  });
});

describe('several runs of a suite', () => {
  it('have a result of the whole, with n of n and the spread of kill times', async () => {
    const run = await replay('thrice-whole', expected, good, ['--repeat', '3']);
    expect(run.stdout).toContain('3 of 3 REPRODUCED');
    expect(run.stdout).toMatch(/thrice-whole\/baseline +3 of 3 +3 of 3 +2\.0 s, 2\.0 s, 2\.0 s/);
    expect(resultIn(run.out).repeats).toMatchObject({ wanted: 3, verdicts: Array(3).fill('REPRODUCED') });
    expect(read(run.out, 'junit.xml')).toContain('name="thrice-whole on scripted, run 3 of 3"');
    expect(read(run.out, 'result.md')).toContain('### 3 of 3 REPRODUCED');
    const first = files.map((name) => read(run.out, name));
    expect((await cliInProcess(['report', run.out])).exitCode).toBe(0);
    expect(files.map((name) => read(run.out, name))).toEqual(first);
  });

  it('are INCONCLUSIVE where the verdict changes, with each recording kept', async () => {
    const { out } = await replay('changing', expected, good, ['--repeat', '2']);
    const failed = await replay('changing-too', expected, unfixed);
    cpSync(failed.out, join(out, '2'), { recursive: true });
    const whole = await cliInProcess(['report', out]);
    expect(whole.exitCode).toBe(5);
    expect(whole.stdout).toContain(
      "1 of 2 REPRODUCED, 1 of 2 FIX_FAILED: a verdict that changes can't be trusted",
    );
    expect(resultIn(join(out, '1')).verdict).toBe('REPRODUCED');
    expect(read(out, 'junit.xml')).toContain('<error message="1 of 2 REPRODUCED, 1 of 2 FIX_FAILED"');
  });
});
