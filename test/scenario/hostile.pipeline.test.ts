import { afterAll, describe, expect, it } from 'vitest';
import { loadSuite } from '../../harness/scenario/load-suite.ts';
import { Failure } from '../../harness/errors.ts';
import { readdirSync } from 'node:fs';
import { writeBrokenScenarios } from '../fixtures/broken-scenarios.ts';
import { cli, temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const broken = writeBrokenScenarios(folder.path);
const filesBefore = readdirSync(folder.path, { recursive: true }).length;

describe('a broken scenario', () => {
  it('is one of 200 and more', () => {
    expect(broken.length).toBeGreaterThanOrEqual(200);
  });

  it.each(broken)(
    'with $what is refused within a second of a processor, at a line and column',
    ({ folder: named }) => {
      const before = process.cpuUsage();
      const failure = failureOf(named);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(1000);
      expect(failure).toMatchObject({ kind: 'usage', exitCode: 2 });
      for (const line of failure.message.split('\n'))
        expect(line).toMatch(/\.(yaml|ts):[1-9]\d*:[1-9]\d*: ./);
    },
  );

  it('ends the command line with exit code 2 and without a stack trace, and makes nothing', async () => {
    const run = await cli(['validate', ...broken.map((one) => one.folder)]);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(readdirSync(folder.path, { recursive: true })).toHaveLength(filesBefore);
  });
});

function failureOf(named: string): Failure {
  try {
    loadSuite([named], folder.path);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was taken for right');
}
