const units: Record<string, number> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/**
 * Bytes of a size as compose files have them: `512m`, `1gb`, `2048k`, or a number; null if it is none.
 * https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values
 */
export function composeBytes(value: string | number): number | null {
  const [, number, unit = 'b'] = /^(\d+(?:\.\d+)?)\s*([bkmg])?(?:i?b)?$/i.exec(String(value)) ?? [];
  if (number === undefined) return null;
  const bytes = Math.round(Number(number) * (units[unit.toLowerCase()] ?? 1));
  return bytes > 0 ? bytes : null;
}

/** The words of a command that is one text, as a shell splits them. */
export function splitWords(line: string): string[] {
  const words = line.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs) ?? [];
  return words.map((word) =>
    word.replaceAll(
      /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs,
      (_, escaped?: string, double?: string, single?: string) =>
        escaped ?? single ?? (double ?? '').replaceAll(/\\(["\\$`])/g, '$1'),
    ),
  );
}

/** The port in the container of `8080:80`, `127.0.0.1:8080:80/tcp`, `3000-3005` or 80; null if it is UDP. */
export function containerPort(written: string | number): number | null {
  const [place = '', protocol = 'tcp'] = String(written).split('/');
  const port = Number(/(\d+)(?:-\d+)?$/.exec(place)?.[1]);
  return protocol === 'tcp' && port >= 1 && port <= 65_535 ? port : null;
}

/** A tmpfs as one text: `/tmp`, or `/tmp:size=64m,mode=1777`. */
export function tmpfsOf(written: string): { at: string; sizeBytes: number | null } {
  const [at = '', options = ''] = written.split(':');
  const size = /(?:^|,)size=([^,]+)/.exec(options)?.[1];
  return { at, sizeBytes: size === undefined ? null : composeBytes(size) };
}
