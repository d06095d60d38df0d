import './without-jit.ts';
import { upgradeLine } from './old-lines.ts';
import { lines } from './lines.ts';
import type { RecordingLine } from './types.ts';

/** The line of a recording that a text is; null where it is none, or lacks what one of its kind has. */
export function parseLine(text: string): RecordingLine | null {
  return asLine(parseJson(text));
}

/** What a line says, in the form of today; null where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return upgradeLine(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A recording may be corrupt, or be made by somebody else's hand: what does not fit the schema of its kind is null. */
export function asLine(value: unknown): RecordingLine | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (typeof value.kind !== 'string' || !Object.hasOwn(lines, value.kind)) return null;
  return lines[value.kind as RecordingLine['kind']].safeParse(value).data ?? null;
}
