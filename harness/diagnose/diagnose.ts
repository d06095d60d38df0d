import { callerOf, type Caller } from '../process/caller.ts';
import { monotonicMs } from '../process/clock.ts';
import { lastLine, firstLine } from '../recording/first-and-last.ts';
import { MemoryRecording } from '../recording/memory.ts';
import type { Recording, TargetRecording } from '../recording/recording.ts';
import type { RecordingLine, TargetLine } from '../recording/types.ts';
import { RecordingFile } from '../recording/write.ts';
import { makeOutFolder, refuseOutFolder, type OutFolder } from '../resources/out-folder/out-folder.ts';
import { readHostFacts } from '../kernel/host-facts.ts';
import { ownHierarchy } from '../kernel/hierarchy.ts';
import type { Diagnosis } from '../verdict/diagnose/findings.ts';
import { judgeTarget } from '../verdict/diagnose/judge-target.ts';
import { findTarget } from './find-target.ts';
import { arm } from './arm.ts';
import { lookAt } from './look.ts';
import type { FoundTarget, TargetRequest } from './target.ts';

export interface DiagnoseOptions {
  /** How long to look, in ms; default 20 s. */
  forMs?: number;
  /** Look until a kill, or until `forMs` has passed. */
  untilKill?: boolean;
  /** A folder for the recording and its reports; without one nothing is written. */
  out?: string | undefined;
  /** Called with what one moment tells, as soon as it is known. */
  facts?: (facts: Diagnosis) => void;
}

export interface DiagnoseResult {
  diagnosis: Diagnosis;
  /** Null without `out`. */
  folder: string | null;
  /** What cut the look short; the answer is of what was seen until then. */
  error: unknown;
}

export const defaultMs = 20_000;

/**
 * Looks at something that lives in a memory cgroup, and says what fills it, when it dies, and what killed it before.
 * Changes nothing, and charges nothing to it.
 *
 * @throws a Failure of kind `usage` if there is no such target, `missing` if it can't be looked at from here
 * @example
 * const { diagnosis } = await diagnose({ kind: 'container', name: 'api' }, { forMs: 10_000 });
 * console.log(diagnosis.outlook, diagnosis.cause, diagnosis.diesInMs?.likely);
 */
export async function diagnose(
  request: TargetRequest,
  { forMs = defaultMs, untilKill = false, out, facts, ...caller }: DiagnoseOptions & Partial<Caller> = {},
): Promise<DiagnoseResult> {
  const by = callerOf(caller);
  refuseOutFolder(by, out);
  const target = await findTarget({ forMs, ...request }, by);
  try {
    const folder = out === undefined ? null : makeOutFolder(by, out, 'diagnose', new Date());
    try {
      return await answerFor(target, { forMs, untilKill, facts, by, folder });
    } finally {
      folder?.release();
    }
  } finally {
    await target.close?.();
  }
}

interface Look {
  forMs: number;
  untilKill: boolean;
  facts: DiagnoseOptions['facts'];
  by: Caller;
  folder: OutFolder | null;
}

async function answerFor(target: FoundTarget, look: Look): Promise<DiagnoseResult> {
  const { folder, facts, by, forMs, untilKill } = look;
  const memory = new MemoryRecording();
  const file = folder && new RecordingFile(folder.path);
  const record = (line: RecordingLine) => {
    memory.record(line);
    file?.record(line);
  };
  const judge = () => judgeTarget(memory.recording, targetIn(memory.recording));
  record(
    firstLine({ platform: 'diagnose', load: 'none', seed: null, host: hostFactsFor(target), checks: [] }),
  );
  const line = lineOn(target);
  record(line);
  const options = { forMs, untilKill, signal: by.signal, seen: () => facts?.(judge()) };
  await ('watch' in target ? target.watch(record, options) : lookAt(target, record, options));
  if (target.again && !by.signal.aborted) {
    const { atMs, wallMs } = line;
    record({ ...lineOn({ ...target, ...(await target.again()) }), atMs, wallMs });
  }
  const error: unknown = by.signal.aborted ? by.signal.reason : null;
  record(lastLine(error));
  file?.close();
  const diagnosis = folder ? await reportIn(folder.path, memory.recording) : judge();
  return { diagnosis, folder: folder?.path ?? null, error };
}

/** The page is most of the code: loaded where one is wanted. */
async function reportIn(folder: string, recording: Recording): Promise<Diagnosis> {
  const { reportTarget } = await import('../report/target-reports.ts');
  return reportTarget(folder, recording, targetIn(recording));
}

function targetIn({ target }: Recording): TargetRecording {
  if (target === null) throw new Error('the recording has no line on its target');
  return target;
}

function lineOn(facts: FoundTarget): TargetLine {
  const { target, via, blindTo, cgroup, asked, restarts, ends, afresh, isSandboxed, notes, idle } = facts;
  const told = { target, via, blindTo, cgroup, asked, restarts, ends, afresh, isSandboxed, notes };
  const moment = { atMs: monotonicMs(), wallMs: Date.now() };
  return { kind: 'target', arm, ...moment, ...told, ...(idle === undefined ? {} : { idle }) };
}

function hostFactsFor({ cgroup }: FoundTarget) {
  const hierarchy = ownHierarchy();
  return cgroup === null || hierarchy === null ? null : readHostFacts(hierarchy, cgroup, null);
}
