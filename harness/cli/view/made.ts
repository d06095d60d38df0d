import type { Made } from '../../init/init.ts';
import { inert } from '../../text/inert.ts';

/** What `init` answers: what it made, took and left, what to edit, and what comes next. */
export function renderMade({ folder, source, files, arms, took, left, edit }: Made, next: string): string {
  const width = Math.max(...files.map(({ path }) => path.length), ...arms.map(({ name }) => name.length)) + 2;
  const rows = [
    `Made ${folder} from ${source}:`,
    ...files.map(({ path, about }) => `  ${path.padEnd(width)}${about}`),
    '',
    'Arms:',
    ...arms.map(({ name, title }) => `  ${name.padEnd(width)}${title}`),
    ...listed('Taken:', took),
    ...listed('Not taken:', left),
    ...listed('To edit:', edit),
    ...listed('Next:', [next]),
  ];
  return rows.map((row) => `${inert(row).trimEnd()}\n`).join('');
}

function listed(title: string, rows: string[]): string[] {
  return rows.length === 0 ? [] : ['', title, ...rows.map((row) => `  ${row}`)];
}
