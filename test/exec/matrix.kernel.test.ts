import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { heldByWords } from '../../harness/report/held-by-words.ts';
import { neutral, ownExecLeftovers, ownPlaces } from '../cli.ts';
import { execCases } from './cases.ts';
import { untilLogHasRoom } from './log-room.ts';
import { makeExecPlace } from './place.ts';
import { runInProcess } from './run-in-process.ts';
import { isRoot, lacksRoot } from '../skip.ts';

const mostTries = 8;
/** The most that a case has the kernel kill. */
const mostKills = 4;

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
      await untilLogHasRoom(mostKills);
      const run = await runInProcess(options, argv, { ...neutral, ...ownPlaces });
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
