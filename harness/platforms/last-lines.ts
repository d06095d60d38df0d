/** How many lines of each life's output are kept. */
export const keptLines = 20;
const keptLength = 500;

/** The last lines of a container's two streams, each cut to 500 characters. */
export function lastLines({ stdout, stderr }: { stdout: string; stderr: string }): string[] {
  const lines = `${stdout}\n${stderr}`.split('\n').filter(Boolean);
  return lines.slice(-keptLines).map((line) => line.slice(0, keptLength));
}
