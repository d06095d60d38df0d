import { columnsOf } from './sample-columns.ts';
import type { SampleRow } from './sample.ts';

/**
 * A parsed line in today's schema. Schema version 1 had samples by row, at first only one scratch, and called the
 * hint of a check `mend`.
 */
export function upgradeLine(line: unknown): unknown {
  if (typeof line !== 'object' || line === null || !('kind' in line)) return line;
  if (line.kind === 'samples' && 'rows' in line) return { ...line, columns: columnsIn(line.rows) };
  if (line.kind === 'exec' && 'scratch' in line && !Array.isArray(line.scratch))
    return { ...line, scratch: line.scratch === null ? [] : [line.scratch] };
  if (line.kind === 'run' && 'checks' in line) return { ...line, checks: hintsIn(line.checks) };
  return line;
}

function hintsIn(checks: unknown): unknown {
  if (!Array.isArray(checks)) return checks;
  return checks.map((check: { mend?: unknown } | null) =>
    check?.mend === undefined ? check : { ...check, hint: check.mend },
  );
}

/** No version had more columns; refuses longer rows, since all rows would take as much memory. */
const mostColumns = 64;

/** Null if these are not rows; without rows, only the empty column of times. */
function columnsIn(rows: unknown): unknown {
  if (!Array.isArray(rows) || !rows.every(isRow)) return null;
  return rows.length === 0 ? [[]] : columnsOf(rows);
}

function isRow(row: unknown): row is SampleRow {
  return Array.isArray(row) && row.length <= mostColumns;
}
