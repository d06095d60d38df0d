/**
 * Looks with `diagnose` at each program of test/diagnose/slow-cases.ts at about half of its life, and prints how
 * often cause and outlook were right, and how far off the foretold death was: `npm run bench -- diagnose [TIMES]
 * [PART OF A NAME...]`. Root, on this host's cgroups.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diagnose } from '../harness/diagnose/diagnose.ts';
import { allPids, readProc } from '../harness/kernel/procfs.ts';
import { parseBytes } from '../harness/scenario/units.ts';
import type { Diagnosis } from '../harness/verdict/diagnose/findings.ts';
import { slowCases, type SlowCase } from '../test/diagnose/slow-cases.ts';
import { makeExecPlace, type ExecPlace } from '../test/exec/place.ts';
import { printFigures } from './shared/print-figures.ts';

const lookMs = 8000;
/** They wait most of the time. */
const lanes = 4;
const [times = '1', ...parts] = process.argv.slice(2);
const chosen = (one: SlowCase) => parts.length === 0 || parts.some((part) => one.name.includes(part));

interface Answer {
  found: Diagnosis;
  /** From the end of the look to its end; null: it lived. */
  diedInMs: number | null;
}

const program = resolve('dist/not-a-leak.mjs');
const home = mkdtempSync(join(tmpdir(), 'nal-bench-'));
let wrong = 0;
const errors: number[] = [];
for (let time = 0; time < Number(times); time++) {
  const places: ExecPlace[] = [];
  try {
    const count = slowCases(makePlace(places)).length;
    const all = Array.from({ length: count }, (_, index) => slowCases(makePlace(places))[index] as SlowCase);
    const waiting = all.filter(chosen);
    const lane = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) await tell(one);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    for (const place of places) place.remove();
  }
}
rmSync(home, { recursive: true, force: true });
printFigures('how far off the foretold death was, % of the time that was left', errors);
process.exitCode = wrong > 0 ? 1 : 0;

function makePlace(places: ExecPlace[]): ExecPlace {
  const place = makeExecPlace();
  places.push(place);
  return place;
}

async function tell(one: SlowCase): Promise<void> {
  if (one.skip !== null) return console.log(`skipped ${one.name}: ${one.skip}`);
  const { found, diedInMs } = await look(one);
  const { outlook, cause, diesInMs, outlookReason, causeReason } = found;
  const isRight = one.cause === null ? outlook !== 'dies' : outlook === 'dies' && cause === one.cause;
  const within = diesInMs && diedInMs !== null ? diesInMs.low <= diedInMs && diedInMs <= diesInMs.high : null;
  if (diesInMs && diedInMs !== null && diedInMs > 0)
    errors.push((100 * Math.abs(diesInMs.likely - diedInMs)) / diedInMs);
  if (!isRight) wrong++;
  const time = diesInMs
    ? `foretold ${s(diesInMs.likely)} (${s(diesInMs.low)} to ${s(diesInMs.high)}), was ${s(diedInMs)}`
    : `died in ${s(diedInMs)}`;
  console.log(
    `${isRight ? 'ok   ' : 'WRONG'} ${one.name}: ${outlook} by ${cause}; ${time}${within === false ? ' OUTSIDE' : ''}${isRight ? '' : `\n      ${outlookReason}; ${causeReason}`}`,
  );
}

async function look({ memory, scratch = [], argv, cause, prepare }: SlowCase): Promise<Answer> {
  prepare?.();
  const child = spawn(
    process.execPath,
    [program, 'exec', '--memory', memory, ...scratch, '--quiet', '--', ...argv],
    {
      stdio: 'ignore',
      cwd: home,
    },
  );
  const ended = once(child, 'exit').then(() => performance.now());
  try {
    const pid = await pidOf(argv);
    await sleep(halfLifeMs(memory));
    const { diagnosis: found } = await diagnose({ kind: 'pid', name: String(pid) }, { forMs: lookMs });
    const lookedMs = performance.now();
    const waitMs = cause === null ? 5000 : (found.diesInMs?.likely ?? 20_000) * 3 + 20_000;
    const endMs = await Promise.race([ended, sleep(waitMs, null)]);
    return { found, diedInMs: endMs === null ? null : endMs - lookedMs };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** The process of these very arguments, below the tool's own. */
async function pidOf(argv: readonly string[]): Promise<number> {
  for (;;) {
    const found = allPids().find((pid) => {
      const words = (readProc(`/proc/${pid}/cmdline`) ?? '').split('\0').slice(1, -1);
      return words.join(' ') === argv.slice(1).join(' ');
    });
    if (found !== undefined) return found;
    await sleep(50);
  }
}

/** They take 2 MiB a second; a look that ends at half of their lives. */
function halfLifeMs(memory: string): number {
  const bytes = parseBytes(memory) ?? 0;
  return Math.max(4000, (bytes / (2 * 2 ** 20) / 2) * 1000 - lookMs);
}

function s(ms: number | null): string {
  return ms === null ? '-' : `${(ms / 1000).toFixed(1)} s`;
}
