export interface Place {
  file: string;
  line: number;
  column: number;
}

/** `file:line:col` in its parts; null where it is none. */
export function placeOf(where: string | null): Place | null {
  const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(where ?? '') ?? [];
  return file === undefined ? null : { file, line: Number(line), column: Number(column) };
}
