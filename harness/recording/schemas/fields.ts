import * as z from 'zod';

/** Schemas of some fields of a line, or of a part of one, and of nothing that it has not. */
export type Fields<Line> = { [Name in keyof Line]?: z.ZodType };

export const numberOrNull = z.number().nullable();
export const stringOrNull = z.string().nullable();
/** What most lines say: of which arm, and when. */
export const armAndTime = { arm: z.string(), atMs: z.number() };
