import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { heldByWords } from '../../harness/report/held-by-words.ts';
import { ownExecLeftovers } from '../cli.ts';
import { execCases } from './cases.ts';
import { makeExecPlace } from './place.ts';
import { runExec } from './run-exec.ts';
import { isRoot, lacksRoot } from '../skip.ts';

describe.skipIf(lacksRoot())('exec names what filled the limit, and kills nobody by name only', () => {
  const place = isRoot
    ? makeExecPlace()
    : { memory: '', disk: '', evict: () => undefined, remove: () => undefined };
  afterAll(() => {
    place.remove();
    expect(ownExecLeftovers()).toEqual([]);
    expect(readdirSync('/dev/shm').filter((name) => /^(hog|PostgreSQL\.)/.test(name))).toEqual([]);
  });
  for (const one of execCases(place)) {
    const { name, options, argv, outcome, cause, heldBy, skip, prepare, runs = 1 } = one;
    if (skip) console.warn(`skipped: ${name}: ${skip}`);
    it.skipIf(skip)(name, async () => {
      prepare?.();
      for (let run = 1; run <= runs; run++) {
        place.evict();
        const { result, exitCode } = await runExec(options, argv);
        expect([outcome].flat(), `${result.outcomeReason}; ${result.causeReason}`).toContain(result.outcome);
        expect(result.cause, result.causeReason ?? result.outcomeReason).toBe(cause);
        if (heldBy) expect(heldByWords(result)).toMatch(heldBy);
        expect(exitCode).toBe(0);
      }
    });
  }
});
