/** A memory-backed mount with what it holds, from a pasted `df`. */
export interface PastedMount {
  point: string;
  usedBytes: number;
}

const units: Record<string, number> = { '': 1024, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };
/** The host's and the container's own; nobody fills them with data. */
const system = /^\/(?:run|sys|proc|dev|var\/run\/secrets|etc)(?:\/|$)/;

/** `tmpfs  65536  60124  5412  92% /scratch`, with `-h` or without. */
export function pastedMounts(lines: readonly string[]): PastedMount[] {
  return lines.flatMap((line) => {
    if (!line.includes('% /')) return [];
    const [, used = '', unit = '', point = ''] =
      /^\s*(?:tmpfs|shm|none)\s+[\d.]+[KMGT]?\s+([\d.]+)([KMGT]?)\s+[\d.]+[KMGT]?\s+\d+%\s+(\/\S*)\s*$/.exec(
        line,
      ) ?? [];
    if (point === '' || (system.test(point) && point !== '/dev/shm')) return [];
    return [{ point, usedBytes: Number(used) * (units[unit] ?? 1024) }];
  });
}
