import { columnsOf } from './sample-columns.ts';
import type { SampleRow } from './sample.ts';

/** A parsed line as today's schema has it; those of schema version 1 had samples by row, and at first one scratch. */
export function upgradeLine(line: unknown): unknown {
  if (typeof line !== 'object' || line === null || !('kind' in line)) return line;
  if (line.kind === 'samples' && 'rows' in line) return { ...line, columns: columnsIn(line.rows) };
  if (line.kind === 'exec' && 'scratch' in line && !Array.isArray(line.scratch))
    return { ...line, scratch: line.scratch === null ? [] : [line.scratch] };
  return line;
}

/** No version had more columns. A longer row is none, and each row would take as much memory. */
const mostColumns = 64;

/** Null where these are no rows. */
function columnsIn(rows: unknown): unknown {
  return Array.isArray(rows) && rows.every(isRow) ? columnsOf(rows) : null;
}

function isRow(row: unknown): row is SampleRow {
  return Array.isArray(row) && row.length <= mostColumns;
}
