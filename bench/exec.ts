/**
 * Runs each program of test/exec/cases.ts so many times through `exec`, and prints how often the answer was
 * right: `npm run bench -- exec [TIMES] [PART OF A NAME...]`. What the programs print goes where it goes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { heldByWords } from '../harness/report/held-by-words.ts';
import { execCases, type ExecCase } from '../test/exec/cases.ts';
import { makeExecPlace } from '../test/exec/place.ts';
import { runInProcess } from '../test/exec/run-in-process.ts';

/** Of more than ten kills in five seconds the kernel prints no table (ratelimit in oom_kill_process). */
const pauseMs = 600;
const [times = '10', ...parts] = process.argv.slice(2);
const place = makeExecPlace();
let wrong = 0;
try {
  for (const one of execCases(place)) {
    if (parts.length > 0 && !parts.some((part) => one.name.includes(part))) continue;
    if (one.skip) console.log(`skipped      ${one.name}: ${one.skip}`);
    else wrong += await repeat(one);
  }
} finally {
  place.remove();
}
process.exitCode = wrong > 0 ? 1 : 0;

async function repeat(one: ExecCase): Promise<number> {
  const outcomes = [one.outcome].flat();
  const answers = new Map<string, number>();
  let right = 0;
  let detail = '';
  let alone = 0;
  one.prepare?.();
  for (let time = 0; time < Number(times); time++) {
    await sleep(pauseMs);
    place.evict();
    const { result, withoutLog } = await runInProcess(one.options, one.argv);
    const held = heldByWords(result) ?? '';
    const isRight =
      outcomes.includes(result.outcome) && result.cause === one.cause && (one.heldBy?.test(held) ?? true);
    if (withoutLog.cause === one.cause && outcomes.includes(withoutLog.outcome)) alone++;
    if (isRight) right++;
    else
      detail = `\n             ${result.outcomeReason}; ${result.causeReason}; ${result.compositionFrom}; ${held}`;
    const answer = [result.outcome, result.cause].filter(Boolean).join(' by ');
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  const aside = one.cause === null ? '' : ` (${alone} without the kernel's log)`;
  const tally = [...answers].map(([answer, count]) => `${count}x ${answer}`).join(', ');
  console.log(
    `${right === Number(times) ? 'ok   ' : 'WRONG'} ${`${right}/${times}`.padEnd(6)} ${one.name}: ${tally}${aside}${detail}`,
  );
  return Number(times) - right;
}
