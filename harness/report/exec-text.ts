import type { Colors } from 'picocolors/types.js';
import { basename } from 'node:path/posix';
import type { ExecFindings } from '../verdict/exec/types.ts';
import { grouped, mebibytes, seconds } from '../text/words.ts';
import { inertDeep } from '../text/inert.ts';
import { heldByWords } from './held-by-words.ts';
import { hanging } from '../text/table.ts';
import { busWords, fullWords, hostFilesWords } from './host-files-words.ts';
import { adviceWords, filledWords, metWords, ownWords } from './exec-sentences.ts';

/** A command's result, to follow the command's own output. */
export function renderExecText(given: ExecFindings, colors: Colors, width = Infinity): string {
  const findings = inertDeep(given);
  return [execHeadline(findings, colors), ...execFacts(findings).map((fact) => row(...fact))]
    .map((line, index) => hanging(line, width, index === 0 ? 2 : indent))
    .join('\n');
}

/** What became of the command, in one line. */
export function execHeadline(findings: ExecFindings, colors: Colors): string {
  const { outcome, killedAfterMs, durationMs } = findings;
  const name = basename(findings.argv[0] ?? '');
  const limit = mebibytes(findings.limitBytes);
  const met = metWords(findings);
  const own = findings.signal ?? `exit code ${findings.exitCode}`;
  const words: Partial<Record<ExecFindings['outcome'], string>> = {
    'oom-killed': `${colors.red('OOM-killed')}${after(killedAfterMs)} at ${met} (${kernelWords(findings)})`,
    'child-oom-killed': `${colors.red('a child was OOM-killed')}${after(killedAfterMs)} at ${met} (${kernelWords(findings)}); the main process ended with ${own}`,
    exited: `ended by itself${after(durationMs)} with ${own}; nothing was killed at ${limit}`,
    survived: `${colors.green('lived')} at ${limit}: ${findings.outcomeReason}`,
    stalled: `${colors.yellow('stalled')} at ${limit}: ${findings.outcomeReason}`,
  };
  return `${colors.bold(`${name}:`)} ${words[outcome] ?? `${colors.yellow('INCONCLUSIVE')}: ${findings.outcomeReason}`}`;
}

function after(ms: number | null): string {
  return ms === null ? '' : ` after ${seconds(ms)}`;
}

function kernelWords({ kernelLog }: ExecFindings): string {
  const [victim] = kernelLog.victims;
  if (!victim) return kernelLog.missing ?? "the kernel's log is silent";
  return `kernel log agrees, victim pid ${victim.pid} ${victim.name}`;
}

/** Further facts, each with its name. */
export function execFacts(findings: ExecFindings): [string, string][] {
  const { cause, runnerUp, peakBytes, limitBytes, limitEvents, leftBehind, failure } = findings;
  const advice = adviceWords(findings);
  const heldBy = heldByWords(findings);
  const met = limitEvents ? `, met ${grouped(limitEvents)} times` : '';
  const left = leftBehind.map(({ pid, name }) => `${name} (${pid})`).join(', ');
  const rows: ([string, string] | null)[] = [
    cause === null ? null : ['what filled it', filledWords(findings)],
    heldBy === null ? null : ['held by', heldBy],
    runnerUp === null ? null : ['runner-up', `${runnerUp.class} ${mebibytes(runnerUp.bytes)}`],
    pageCacheRow(cause),
    cause === null ? null : ['its own', `heap ${heapWords(findings)}; ${ownWords(findings)}`],
    advice === null ? null : ['try', advice],
    ['peak', `${peakBytes === null ? 'unknown' : mebibytes(peakBytes)} of ${mebibytes(limitBytes)}${met}`],
    ...findings.fullMounts.map((mount): [string, string] => ['full', fullWords(mount)]),
    findings.signal === 'SIGBUS' && findings.fullMounts.length === 0 ? ['SIGBUS', busWords(findings)] : null,
    findings.hostFiles && ['stays behind', hostFilesWords(findings.hostFiles)],
    left === '' ? null : ['left running', `${left}: killed, as nothing may outlive the cgroup`],
    failure === null ? null : ['failed', failure],
  ];
  return rows.flatMap((one) => (one === null ? [] : [one]));
}

function row(what: string, words: string): string {
  return `  ${what.padEnd(indent - 4)}  ${words}`;
}

const indent = 18;

/** For page cache only: why it could not be dropped. */
function pageCacheRow(cause: ExecFindings['cause']): [string, string] | null {
  const why: Partial<Record<NonNullable<ExecFindings['cause']>, string>> = {
    tmpfs: 'files on a tmpfs, which stay until they are deleted: not a leak',
    'dirty-cache': 'pages that the disk has not taken yet: not a leak',
    'locked-cache': 'file pages that are locked: not a leak',
  };
  const words = cause === null ? undefined : why[cause];
  return words === undefined ? null : ['page cache', words];
}

function heapWords({ heap, heapDetail }: ExecFindings): string {
  if (heap === 'unknown') return `unknown (${heapDetail.reason ?? 'no source'})`;
  if (heap === 'growing') return `growing ${mebibytes(heapDetail.slopeBytesPerSecond ?? 0)}/s`;
  return `flat ${mebibytes(heapDetail.medianBytes ?? 0)}`;
}
