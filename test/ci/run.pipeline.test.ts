import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Reports } from '../../scripts/ci/reports.ts';
import { measured } from '../../scripts/ci/measured.ts';
import { tests } from '../../scripts/ci/tests.ts';
import { ProcessOutput } from 'zx';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(new URL('../../.ci/run', import.meta.url));

/** Stands for a command that ends with each exit code in turn; `calls` are its further arguments. */
function commandThatEnds(...exitCodes: number[]) {
  const calls: string[][] = [];
  const run = (more: string[]) => {
    calls.push(more);
    return Promise.resolve(new ProcessOutput(exitCodes[calls.length - 1] ?? 0));
  };
  return { calls, run };
}

/** Stands for vitest: each time it runs, that many tests fail, each in a file of its own. */
function vitestThatFails(...failures: number[]) {
  const files: string[][] = [];
  const run = (more: string[]) => {
    const failed = failures[files.length] ?? 0;
    files.push(more.filter((word) => !word.startsWith('--')));
    const report = more.find((word) => word.startsWith('--outputFile.json='))?.split('=')[1] ?? '';
    const testResults = Array.from({ length: failed }, (_, index) => ({
      name: `${process.cwd()}/test/${index}.test.ts`,
      status: 'failed',
    }));
    const text = { numPassedTests: 10 - failed, numFailedTests: failed, numPendingTests: 2, testResults };
    writeFileSync(report, JSON.stringify(text));
    return Promise.resolve(new ProcessOutput(failed === 0 ? 0 : 1));
  };
  return { files, run };
}

/** Stands for vitest that is ended as it writes its report. */
function vitestThatBreaksOff(more: string[]) {
  const report = more.find((word) => word.startsWith('--outputFile.json='))?.split('=')[1] ?? '';
  writeFileSync(report, '{"numPassedTests":7,"testRes');
  return Promise.resolve(new ProcessOutput(137));
}

function newReports(): Reports {
  const reports = new Reports();
  onTestFinished(() => reports.remove());
  return reports;
}

describe('a report that vitest did not write to its end', () => {
  it('counts as none: the sum is still told, with the step as failed', async () => {
    const reports = newReports();
    await tests(reports, 'whole', [], vitestThatFails(0).run);
    expect((await tests(reports, 'cut', [], vitestThatBreaksOff)).ok).toBe(false);
    expect(reports.failedAtLast('cut')).toBe(0);
    expect(reports.sum(1)).toBe('10 passed, 1 failed, 2 skipped');
  });
});

describe('a suite on a busy host', () => {
  it('is measured once more, slower, where it is INCONCLUSIVE', async () => {
    const { calls, run } = commandThatEnds(5, 0);
    expect((await measured(4, run)).exitCode).toBe(0);
    expect(calls).toEqual([[], ['--stretch', '4']]);
  });

  it('is not measured again for any other end', async () => {
    const { calls, run } = commandThatEnds(1);
    expect((await measured(4, run)).exitCode).toBe(1);
    expect(calls).toEqual([[]]);
  });
});

describe('tests', () => {
  it('that failed run once more by themselves, and the sum tells which passed only then', async () => {
    const reports = newReports();
    const { files, run } = vitestThatFails(2, 1);
    expect((await tests(reports, 'some', ['test/all/'], run)).ok).toBe(false);
    expect(files).toEqual([['test/all/'], ['test/0.test.ts', 'test/1.test.ts']]);
    expect(reports.sum(0)).toBe('9 passed (1 of them at the second try), 1 failed, 2 skipped');
  });

  it('run once where more than five files fail', async () => {
    const reports = newReports();
    const { files, run } = vitestThatFails(6);
    expect((await tests(reports, 'some', [], run)).ok).toBe(false);
    expect(files).toHaveLength(1);
    expect(reports.sum(1)).toBe('4 passed, 7 failed, 2 skipped');
  });

  it('run once where all pass', async () => {
    const reports = newReports();
    const { files, run } = vitestThatFails(0);
    expect((await tests(reports, 'some', [], run)).ok).toBe(true);
    expect(files).toHaveLength(1);
    expect(reports.sum(0)).toBe('10 passed, 0 failed, 2 skipped');
  });
});

describe('.ci/run', () => {
  it('names its steps, and refuses any other', () => {
    const listed = spawnSync(script, ['--list'], { encoding: 'utf8' });
    expect(listed.stdout).toMatch(/^ {2}test +the README's test command$/m);
    expect(listed.status).toBe(0);
    const refused = spawnSync(script, ['tset'], { encoding: 'utf8' });
    expect(refused.stderr).toContain(listed.stdout);
    expect(refused.status).toBe(2);
  });
});

describe('a command of a step', () => {
  const program = `
    import { $, passSignalsOn, Interrupted } from './scripts/ci/command.ts';
    passSignalsOn();
    try {
      await $\`echo started; sleep 60; echo never\`;
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      process.exitCode = error.exitCode;
    }`;

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at %s, with all that it started', async (signal, exitCode) => {
    const argv = ['--import', './scripts/tsx.mjs', '--input-type=module', '--eval', program];
    const child = spawn(process.execPath, argv, { cwd: root });
    let said = '';
    const started = new Promise<void>((resolve) =>
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        resolve();
      }),
    );
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    await started;
    child.kill(signal);
    // 'close' comes once nothing that it started holds its output.
    expect(await ended).toBe(exitCode);
    expect(said).toBe('started\n');
  });
});
