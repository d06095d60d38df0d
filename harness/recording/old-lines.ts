import { columnsOf } from './sample-columns.ts';
import type { SampleRow } from './sample.ts';

/** A parsed line in today's schema; schema version 1 had samples by row, and at first only one scratch. */
export function upgradeLine(line: unknown): unknown {
  if (typeof line !== 'object' || line === null || !('kind' in line)) return line;
  if (line.kind === 'samples' && 'rows' in line) return { ...line, columns: columnsIn(line.rows) };
  if (line.kind === 'exec' && 'scratch' in line && !Array.isArray(line.scratch))
    return { ...line, scratch: line.scratch === null ? [] : [line.scratch] };
  return line;
}

/** No version had more columns; refuses longer rows, since all rows would take as much memory. */
const mostColumns = 64;

/** Null if these are not rows. */
function columnsIn(rows: unknown): unknown {
  return Array.isArray(rows) && rows.every(isRow) ? columnsOf(rows) : null;
}

function isRow(row: unknown): row is SampleRow {
  return Array.isArray(row) && row.length <= mostColumns;
}
