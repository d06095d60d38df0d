/**
 * The library: reads and judges recordings, reads scenarios. It prints nothing and ends nothing; what a user can mend
 * is thrown as a {@link Failure}.
 * @module
 */
export { exitCodes, Failure, type FailureKind } from './errors.ts';
export { readRecording } from './recording/read.ts';
export type * from './recording/recording.ts';
export type * from './recording/types.ts';
export { renderJson } from './report/json.ts';
export { readScenario as loadScenario } from './scenario/read.ts';
export type * from './scenario/types.ts';
export { judgeExec } from './verdict/exec/judge-exec.ts';
export type * from './verdict/exec/types.ts';
export { judge } from './verdict/judge.ts';
export type * from './verdict/types.ts';
export { version } from './package/version.ts';
