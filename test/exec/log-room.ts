import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The kernel prints ten reports in five seconds, and no more: oom_kill_process, mm/oom_kill.c. */
const windowMs = 5000;
const mostReports = 10;

/** Kills on all of this host, and when they were counted. */
const counted: { atMs: number; kills: number }[] = [];

/** Waits until the kernel would print the reports of so many kills, whoever caused those before. */
export async function untilLogHasRoom(forKills: number): Promise<void> {
  for (;;) {
    const now = { atMs: performance.now(), kills: killsSoFar() };
    counted.push(now);
    while ((counted[1]?.atMs ?? Infinity) <= now.atMs - windowMs) counted.shift();
    if (now.kills - (counted[0]?.kills ?? 0) + forKills <= mostReports) return;
    await sleep(50);
  }
}

function killsSoFar(): number {
  return Number(/^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1]);
}
