/**
 * The library: runs scenarios and commands, reads and judges recordings, renders reports. It prints nothing, takes no
 * signals and ends nothing; what goes wrong in its user's world is thrown as a {@link Failure}. A run and a command
 * make what they need on this host, and undo it, also where this process is killed.
 *
 * @example
 * const { findings, error } = await run([loadScenario('upload-spool')], { on: 'cgroup', out: 'results' });
 * if (error !== null) throw error;
 * console.log(findings.verdict);
 * @module
 */
export { exitCodes, Failure, Interrupted, type FailureKind } from './errors.ts';
export { diagnose, type DiagnoseOptions, type DiagnoseResult } from './diagnose/diagnose.ts';
export type { TargetRequest } from './diagnose/target.ts';
export { exec, type ExecResult } from './exec/exec.ts';
export type { ExecObserver, ExecOptions, ScratchOption } from './exec/options.ts';
export { version } from './package/version.ts';
export type { Caller } from './process/caller.ts';
export { readRecording } from './recording/read.ts';
export type * from './recording/recording.ts';
export type * from './recording/types.ts';
export { render, type ReportFormat } from './report/render.ts';
export type { RunObserver } from './run/observer.ts';
export type { RunOptions } from './run/options.ts';
export { run, type RunResult } from './run/run.ts';
export { loadScenario } from './scenario/load-suite.ts';
export type * from './scenario/types.ts';
export type * from './verdict/diagnose/findings.ts';
export type * from './verdict/exec/types.ts';
export { judgeRecording as judge } from './verdict/judge-recording.ts';
export type * from './verdict/types.ts';
