import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { heldByWords } from '../../harness/report/held-by-words.ts';
import { ownExecLeftovers } from '../cli.ts';
import { execCases } from './cases.ts';
import { makeExecPlace } from './place.ts';
import { runExec } from './run-exec.ts';
import { isRoot, lacksRoot } from '../skip.ts';

/** The kernel prints ten reports in five seconds, and no more: oom_kill_process, mm/oom_kill.c. */
const kernelRestMs = 400;
const mostTries = 8;

describe.skipIf(lacksRoot())('exec names what filled the limit, and kills nobody by name only', () => {
  const place = isRoot
    ? makeExecPlace()
    : { memory: '', disk: '', evict: () => undefined, remove: () => undefined };
  afterAll(() => {
    place.remove();
    expect(ownExecLeftovers()).toEqual([]);
    expect(readdirSync('/dev/shm').filter((name) => /^(hog|PostgreSQL\.)/.test(name))).toEqual([]);
  });
  /** Runs it again, a few times, where nobody looked in time and that was said. */
  async function untilSeen(options: string[], argv: string[], orAtLeast: string | undefined) {
    for (let tries = 1; ; tries++) {
      place.evict();
      await sleep(kernelRestMs);
      const run = await runExec(options, argv);
      if (run.result.cause !== orAtLeast || tries === mostTries) return run;
    }
  }
  for (const one of execCases(place)) {
    const { name, options, argv, outcome, cause, orAtLeast, heldBy, skip, prepare, runs = 1 } = one;
    if (skip) console.warn(`skipped: ${name}: ${skip}`);
    it.skipIf(skip)(name, async () => {
      prepare?.();
      for (let run = 1; run <= runs; run++) {
        const { result, exitCode } = await untilSeen(options, argv, orAtLeast);
        expect([outcome].flat(), `${result.outcomeReason}; ${result.causeReason}`).toContain(result.outcome);
        expect(result.cause, result.causeReason ?? result.outcomeReason).toBe(cause);
        if (heldBy) expect(heldByWords(result)).toMatch(heldBy);
        expect(exitCode).toBe(0);
      }
    });
  }
});
