import { largest } from './extremes.ts';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const gap = 2;
/** Minimum width of a column. */
const least = 20;

/** One cell per column; or a text that begins at a column and may extend to the right edge. */
export type Row = string[] | { column: number; text: string };

/**
 * Rows as lines with aligned columns, wrapped to `width`; the first row must be all cells. Null if there is no room
 * for a table.
 */
export function table(rows: Row[], width = Infinity): string[] | null {
  const cells = rows.filter((row) => Array.isArray(row));
  const natural = (cells[0] ?? []).map((_cell, index) =>
    largest(cells.map((row) => stringWidth(row[index] ?? ''))),
  );
  const widths = fitted(natural, width);
  if (widths === null) return null;
  return rows.flatMap((row) => (Array.isArray(row) ? cellLines(row, widths) : spanning(row, widths, width)));
}

/** Wraps a text to `width`, keeping its leading blanks; later lines are indented by `indent`. */
export function hanging(text: string, width: number, indent: number): string {
  if (stringWidth(text) <= width) return text;
  const lead = /^ */.exec(text)?.[0] ?? '';
  const lines = wrapAnsi(text.slice(lead.length), Math.max(least, width - indent), { hard: true }).split(
    '\n',
  );
  return lines.map((line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line).join('\n');
}

function cellLines(row: string[], widths: number[]): string[] {
  const cells = row.map((cell, index) =>
    hanging(cell, widths[index] ?? 0, index === 0 ? gap : 0).split('\n'),
  );
  const height = largest(cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, index) => padded(lines[line] ?? '', widths[index] ?? 0))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

function spanning(
  { column, text }: { column: number; text: string },
  widths: number[],
  width: number,
): string[] {
  const indent = widths.slice(0, column).reduce((sum, one) => sum + one + gap, 0);
  return hanging(' '.repeat(indent) + text, width, indent).split('\n');
}

/** Takes the excess from the widest columns, but never from the first, which names the rows. */
function fitted([first = 0, ...widths]: number[], width: number): number[] | null {
  const fitting = [...widths];
  const excess = () => fitting.reduce((sum, one) => sum + one + gap, first) - width;
  while (excess() > 0) {
    const widest = largest(fitting);
    if (widest <= least) return null;
    fitting[fitting.indexOf(widest)] = widest - 1;
  }
  return [first, ...fitting];
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - stringWidth(cell)));
}
