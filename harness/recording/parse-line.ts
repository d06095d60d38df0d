import { asLine } from './line-schema.ts';
import type { RecordingLine } from './types.ts';

/** The line of a recording that a text is; null where it is none, or lacks what one of its kind has. */
export function parseLine(text: string): RecordingLine | null {
  try {
    return asLine(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
