/** How many lines of a life's output are kept. */
export const keptLines = 20;
const keptLength = 500;

/** The last lines of what a container printed to its two streams, each cut to 500 characters. */
export function lastLines({ stdout, stderr }: { stdout: string; stderr: string }): string[] {
  const lines = `${stdout}\n${stderr}`.split('\n').filter(Boolean);
  return lines.slice(-keptLines).map((line) => line.slice(0, keptLength));
}
