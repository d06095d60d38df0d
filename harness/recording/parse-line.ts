import './schemas/without-jit.ts';
import type * as z from 'zod';
import { upgradeLine } from './old-lines.ts';
import { armSchemas } from './schemas/arm-lines.ts';
import { evidenceSchemas } from './schemas/evidence-lines.ts';
import { execSchemas } from './schemas/exec-line.ts';
import { lifeSchemas } from './schemas/life-lines.ts';
import { loadSchemas } from './schemas/load-lines.ts';
import { runSchemas } from './schemas/run-lines.ts';
import { sampleSchemas } from './schemas/sample-lines.ts';
import type { RecordingLine } from './types.ts';

/**
 * What a line must have for the verdict to read it, by its kind: a recording may be corrupt, or be made by
 * somebody else's hand. More may stand in it.
 */
const schemas: Record<RecordingLine['kind'], z.ZodType> = {
  ...runSchemas,
  ...armSchemas,
  ...execSchemas,
  ...lifeSchemas,
  ...sampleSchemas,
  ...loadSchemas,
  ...evidenceSchemas,
};

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

export function asLine(value: unknown): RecordingLine | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (typeof value.kind !== 'string' || !Object.hasOwn(schemas, value.kind)) return null;
  const { data } = schemas[value.kind as RecordingLine['kind']].safeParse(value);
  return (data as RecordingLine | undefined) ?? null;
}
