/**
 * The recording: one JSON object per line, in the order in which things became known; the verdict's only input.
 * Every `atMs` is CLOCK_MONOTONIC in milliseconds, one clock for all processes of a host; sizes are bytes; null
 * means unknown.
 */
import type * as z from 'zod';
import type { lines } from './lines.ts';

export type * from './against-line.ts';
export type * from './arm-lines.ts';
export type * from './evidence-lines.ts';
export type * from './exec-line.ts';
export type * from './life-lines.ts';
export type * from './load-lines.ts';
export type * from './run-lines.ts';
export type * from './sample-lines.ts';
export type * from './target-line.ts';
export * from './sample.ts';

export const schemaVersion = 2;
/** The oldest version still readable. */
export const oldestSchemaVersion = 1;

export type RecordingLine = z.output<(typeof lines)[keyof typeof lines]>;

/** Where lines go while a run goes on. */
export type Recorder = (line: RecordingLine) => void;
