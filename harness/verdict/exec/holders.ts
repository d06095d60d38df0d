import type { HoldersLine } from '../../recording/evidence-lines.ts';
import type { ExecRecording } from '../../recording/recording.ts';
import type { ExecFindings } from './types.ts';

/** Of thousands of processes or files, the result names the largest. */
const kept = 20;

/** The holders as in the result, with times since the command's start. */
export function holdersFindings(
  { holders }: ExecRecording,
  since: (atMs: number) => number,
): Pick<ExecFindings, 'holders' | 'holdersAfter'> {
  const findingsOf = (line: HoldersLine | undefined) => {
    if (!line) return null;
    const { kind: _kind, arm: _arm, ...rest } = line;
    return {
      ...rest,
      atMs: since(line.atMs),
      processes: most(line.processes, ({ anonBytes, shmemBytes }) => anonBytes + shmemBytes),
      deletedFiles: most(line.deletedFiles, ({ bytes }) => bytes),
      mounts: most(line.mounts, ({ usedBytes }) => usedBytes),
    };
  };
  return {
    holders: findingsOf(holders.findLast(({ when }) => when === 'alive')),
    holdersAfter: findingsOf(holders.find(({ when }) => when === 'after')),
  };
}

function most<T>(all: T[], weight: (one: T) => number): T[] {
  return all.toSorted((a, b) => weight(b) - weight(a)).slice(0, kept);
}
