import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { allPids, readProc } from '../../harness/kernel/procfs.ts';
import type { Diagnosis } from '../../harness/verdict/diagnose/findings.ts';
import { cli } from '../cli.ts';
import { makeExecPlace } from '../exec/place.ts';
import { lacksRoot } from '../skip.ts';
import { slowCases, type SlowCase } from './slow-cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'nal-diagnose-'));
const place = makeExecPlace();
afterAll(() => {
  place.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs one of the slow programs, at `pace` MiB a second, below its limit for `seconds`, while `look` looks at it. */
async function whileItRuns<T>(
  name: string,
  pace: string,
  seconds: number,
  look: (pid: number) => Promise<T>,
): Promise<T> {
  const one = slowCases(place).find((each) => each.name === name) as SlowCase;
  const argv = one.argv.map((word, index) => (index === 3 ? pace : word));
  const out = join(folder, 'exec', `${name} at ${pace}`.replaceAll(' ', '-'));
  const options = [
    '--memory',
    one.memory,
    ...(one.scratch ?? []),
    '--timeout',
    `${seconds}s`,
    '--quiet',
    '--out',
    out,
  ];
  const running = cli(['exec', ...options, '--', ...argv]);
  const found = await look(await pidOf(argv));
  await running;
  return found;
}

async function pidOf(argv: readonly string[]): Promise<number> {
  for (;;) {
    const pid = allPids().find((each) => argumentsOf(each) === argv.slice(1).join(' '));
    if (pid !== undefined) return pid;
    await sleep(50);
  }
}

function argumentsOf(pid: number): string {
  return (readProc(`/proc/${pid}/cmdline`) ?? '').split('\0').slice(1, -1).join(' ');
}

describe.skipIf(lacksRoot())('diagnose, of a process on this host', () => {
  it('says of what it will die and when, with a recording that `report` judges alike', async () => {
    const out = join(folder, 'look');
    const { stdout, exitCode } = await whileItRuns('files on a tmpfs', '2', 10, async (pid) => {
      await sleep(2000);
      return cli(['diagnose', 'pid', String(pid), '--for', '4s', '--json', '--out', out]);
    });
    expect(exitCode).toBe(0);
    const found = JSON.parse(stdout) as Diagnosis;
    expect(found).toMatchObject({ outlook: 'dies', cause: 'tmpfs', limitBytes: 96 * 2 ** 20 });
    expect(found.diesInMs?.likely).toBeGreaterThan(5000);
    expect(found.holders).toContainEqual(expect.objectContaining({ what: 'volume', name: place.memory }));
    expect(existsSync(join(out, 'report.html'))).toBe(true);
    const again = await cli(['report', out, '--json']);
    expect(JSON.parse(again.stdout)).toEqual(found);
  });

  it('foretells no death of clean cache at 100 % of its limit', async () => {
    const { stdout, stderr } = await whileItRuns('clean cache', '1', 8, async (pid) => {
      await sleep(2000);
      return cli(['diagnose', 'pid', String(pid), '--for', '3s']);
    });
    expect(stdout).toMatch(/^ {2}lives /m);
    expect(stderr).toMatch(/^ {2}limit {6}32 MiB/m);
  });

  it('with --until-kill ends with the kill, and tells what filled the limit', async () => {
    const { stdout } = await whileItRuns('files on a tmpfs', '16', 60, (pid) =>
      cli(['diagnose', 'pid', String(pid), '--until-kill', '--for', '60s', '--json']),
    );
    const found = JSON.parse(stdout) as Diagnosis;
    expect(found.lookedMs).toBeLessThan(50_000);
    expect(found.kills.at(-1)).toMatchObject({ cause: 'tmpfs', isOwnLimit: true });
  });
});
