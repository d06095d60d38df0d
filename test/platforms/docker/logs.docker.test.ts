import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastLinesOf } from '../../../harness/platforms/docker/logs.ts';
import { monotonicMs } from '../../../harness/process/clock.ts';
import { daemonAnswers } from './daemon-here.ts';

const name = `nal-logs-${process.pid}`;
/** Says a second line when it is told to: that of the next life, by its time. */
const says = "trap 'echo second' USR1; echo first; while :; do sleep 0.05; done";

function docker(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout;
}

async function untilItSays(word: string): Promise<void> {
  while (!docker('logs', name).includes(word)) await sleep(50);
}

describe.skipIf(!daemonAnswers())('the last lines of a container', () => {
  let startedMs = 0;
  let endedMs = 0;

  beforeAll(async () => {
    startedMs = monotonicMs();
    docker('run', '--detach', '--name', name, '--network', 'none', 'busybox:1.35', 'sh', '-c', says);
    await untilItSays('first');
    endedMs = monotonicMs();
    await sleep(200); // no life follows another sooner than 100 ms
    docker('kill', '--signal', 'USR1', name);
    await untilItSays('second');
  }, 60_000);
  afterAll(() => void spawnSync('docker', ['rm', '--force', name]));

  it('are those of the life that ended, and none that came later', async () => {
    expect(await lastLinesOf(name, startedMs, endedMs)).toEqual(['first']);
  });

  it('are all since its start where it has not ended', async () => {
    expect(await lastLinesOf(name, startedMs)).toEqual(['first', 'second']);
  });
});
