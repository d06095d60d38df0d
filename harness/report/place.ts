export interface Place {
  file: string;
  line: number;
  column: number;
}

/** Splits `file:line:col`; null if it is not one. */
export function placeOf(where: string | null): Place | null {
  const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(where ?? '') ?? [];
  return file === undefined ? null : { file, line: Number(line), column: Number(column) };
}
