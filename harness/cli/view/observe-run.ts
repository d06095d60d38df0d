import { join } from 'node:path';
import { reportName } from '../../report/write-report.ts';
import type { RunObserver } from '../../run/observer.ts';
import type { RunFlags } from '../arguments/run-flags.ts';
import type { Host } from '../host.ts';
import { showFindings } from '../show.ts';
import { colorsFor } from './colors.ts';
import { startProgress, type Progress } from './progress.ts';

/** Shows the progress of successive runs on stderr, and each result on stdout. */
export function observeRun(host: Host, flags: RunFlags): { observer: RunObserver; close: () => void } {
  let progress: Progress | undefined = startProgress(host, flags);
  const close = () => {
    progress?.stop();
    progress = undefined;
  };
  const shown = () => (progress ??= startProgress(host, flags));
  return {
    observer: {
      say: (text) => shown().say(text),
      planned: (plan, notes) => shown().planned(plan, notes),
      step: (arm, what) => shown().step(arm, what),
      see: (line) => shown().see(line),
      judged: (findings, folder) => {
        close();
        if (flags.json) return;
        showFindings(host, findings, colorsFor(flags.color ?? 'auto', host, host.stdout));
        host.stdout.write(`Report: ${join(folder, reportName)}\nRecording: ${folder}\n`);
      },
    },
    close,
  };
}
