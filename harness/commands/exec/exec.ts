import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Host } from '../../host.ts';
import { listenToHeap } from './heap.ts';
import { findPlace } from '../../platforms/cgroup/exec/place.ts';
import { runCommand } from '../../platforms/cgroup/exec/run-command.ts';
import type { ExecSettings } from '../../platforms/cgroup/exec/settings.ts';
import { buildPrograms } from '../../programs.ts';
import type { ExecLine } from '../../recording/exec-line.ts';
import { readRecording } from '../../recording/read.ts';
import { RecordingFile } from '../../recording/write.ts';
import { judgeExec } from '../../verdict/exec/judge-exec.ts';
import { closingLine, runLine } from '../run-lines.ts';
import { makeOutFolder } from '../results.ts';
import { checkScratch } from './check-scratch.ts';
import { findCommand } from './check-command.ts';
import type { ExecOptions } from './options.ts';
import { showExec, writeExecResult } from './result.ts';

/** What its lines of the recording are kept under. */
const arm = 'exec';

/**
 * Runs a command in a fresh memory cgroup and says what became of it and, where it was killed, what filled
 * the limit. Gives 0 for any trustworthy answer: the command's own exit code is reported, not passed on.
 */
export async function exec(host: Host, argv: string[], options: ExecOptions): Promise<number> {
  const scratch = checkScratch(options.scratch, host.cwd);
  const program = findCommand(argv[0] ?? '', host);
  const workFolder = mkdtempSync(join(tmpdir(), 'not-a-leak-exec-'));
  // Begun first, for it goes on in a process of its own; whatever it ends with is seen when it is awaited.
  const building = buildPrograms(workFolder, ['sampler', 'exec']);
  building.catch(() => undefined);
  try {
    const place = findPlace(options.memory, scratch?.medium === 'disk' ? scratch.directory : null);
    const folder = makeOutFolder(host, options.out, 'exec', new Date());
    const programs = await building;
    const cgroup = join(place.parent, basename(workFolder));
    const line: ExecLine = {
      kind: 'exec',
      arm,
      argv,
      limitBytes: options.memory,
      scratch,
      timeoutMs: options.timeout ?? null,
      heapSource: options.heap ?? options.heapUrl ?? null,
      cgroup,
    };
    const settings: ExecSettings = {
      arm,
      cgroupVersion: place.cgroupVersion,
      cgroup,
      limitBytes: options.memory,
      scratch,
      runFolders: [workFolder],
      argv: [program, ...argv.slice(1)],
      env: definedOf(host.env),
      cwd: host.cwd,
    };
    const file = new RecordingFile(folder);
    const { record } = file;
    const heap = await listenToHeap(host, options, { workFolder, scratch, record, arm });
    Object.assign(settings.env, heap.env);
    record(runLine({ platform: 'cgroup', load: 'none', seed: 0, host: place.facts, checks: [] }));
    record(line);
    let error: unknown = null;
    try {
      await runCommand({ settings, programs, timeoutMs: line.timeoutMs, record, signal: host.signal });
    } catch (caught) {
      error = caught;
    }
    await heap.stop();
    record(closingLine(error));
    file.close();
    const recording = await readRecording(folder);
    if (recording.exec === null) throw new Error('the recording has no line on the command');
    const findings = judgeExec(recording, recording.exec);
    writeExecResult(folder, findings);
    showExec(host, findings, options, folder);
    if (error) throw error;
    return findings.toolExitCode;
  } finally {
    await building.catch(() => undefined); // what it still writes would come after the removal
    rmSync(workFolder, { recursive: true, force: true });
  }
}

function definedOf(env: Host['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
