import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What came of a command, for the outputs; empty where there is none. `isTrusted`: the answer of `exec` is, so that an
 * exit code is that of its own command (`--pass-exit-code`).
 * @typedef {{ verdict: string, reason: string, cause: string, result: string, report: string, isTrusted: boolean }} Outcome
 */

const nothing = { verdict: '', reason: '', cause: '', result: '', report: '', isTrusted: false };

/** Tells a result from that of an earlier command in the same folder. @param {string | null} folder */
export function stampOf(folder) {
  const stat = folder === null ? undefined : statSync(join(folder, 'result.json'), { throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.ino} ${stat.mtimeMs}`;
}

/**
 * Reads result.json, unless it is the one from before.
 * @param {string | null} folder @param {string | null} before @returns {Outcome}
 */
export function readOutcome(folder, before) {
  const stamp = stampOf(folder);
  if (folder === null || stamp === null || stamp === before) return nothing;
  const result = join(folder, 'result.json');
  const found = JSON.parse(readFileSync(result, 'utf8'));
  const report = join(folder, 'report.html');
  return {
    verdict: found.verdict ?? found.outcome ?? found.outlook ?? '',
    reason: found.verdictReason ?? found.outcomeReason ?? found.outlookReason ?? '',
    cause: causeIn(found),
    result,
    report: existsSync(report) ? report : '',
    isTrusted: found.toolExitCode === 0,
  };
}

/** @param {{ cause?: string | null, scenarios?: { arms: { name: string, cause: string | null }[] }[] }} found */
function causeIn({ cause, scenarios = [] }) {
  const baselines = scenarios.flatMap(({ arms }) => arms.filter(({ name }) => name === 'baseline'));
  return [...new Set([cause, ...baselines.map((arm) => arm.cause)])].filter(Boolean).join(',');
}

/** What an exit code means for the step (docs/exit-codes.md). @type {Record<number, string>} */
const meanings = {
  1: 'An expectation was not met',
  2: 'The inputs of this step or a scenario file are wrong; the log says where',
  3: 'This runner lacks something; the log says what, and how to fix it',
  4: 'The run failed, or something was left behind; the log says why',
  5: 'The measurement gave no answer, which does not mean that the app is fine',
  70: 'This is a bug in not-a-leak; please report it with the log',
};

/** Why a step fails, for an annotation. @param {number} code @param {Outcome} outcome */
export function failureWords(code, { verdict, reason, isTrusted }) {
  const meaning = isTrusted ? 'The command failed' : (meanings[code] ?? 'The tool failed');
  const title = code === 5 && !isTrusted ? 'INCONCLUSIVE' : verdict || 'not-a-leak';
  return { title, text: `${[meaning, reason].filter(Boolean).join(': ')} (exit code ${code})` };
}
