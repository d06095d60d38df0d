import './without-jit.ts';
import { upgradeLine } from './old-lines.ts';
import { lines } from './lines.ts';
import type { RecordingLine } from './types.ts';

/** Parses a line of a recording; null if it is none, or incomplete for its kind. */
export function parseLine(text: string): RecordingLine | null {
  return asLine(parseJson(text));
}

/** A line in today's form; null if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return upgradeLine(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A recording may be corrupt or hand-made: null for what does not fit the schema of its kind. */
export function asLine(value: unknown): RecordingLine | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (typeof value.kind !== 'string' || !Object.hasOwn(lines, value.kind)) return null;
  return lines[value.kind as RecordingLine['kind']].safeParse(value).data ?? null;
}
