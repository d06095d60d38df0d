import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { bootId } from '../kernel/procfs.ts';
import { monotonicMs } from '../process/clock.ts';
import type { ClockNotice } from './settings.ts';

/** Answers each line `clock` with its clock, until a line `start` or the end of input. */
export async function answerClock(input: Readable, write: (notice: ClockNotice) => void): Promise<void> {
  const boot = bootId() ?? '';
  const lines = createInterface({ input });
  await new Promise<void>((resolve) => {
    lines.once('close', resolve).on('line', (line) => {
      if (line === 'clock') write({ kind: 'clock', atMs: monotonicMs(), bootId: boot });
      if (line === 'start') lines.close();
    });
  });
}
