import { lineSchemas } from './line-schemas.ts';
import type { RecordingLine } from './types.ts';

/** The line of a recording that a text is; null where it is none, or lacks what one of its kind has. */
export function parseLine(text: string): RecordingLine | null {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  const { kind } = value;
  if (typeof kind !== 'string' || !Object.hasOwn(lineSchemas, kind)) return null;
  const schema = lineSchemas[kind as RecordingLine['kind']];
  return schema.safeParse(value).success ? (value as RecordingLine) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
