import { lostRun, type Recording } from '../recording/recording.ts';

/** The most line numbers listed. */
const mostNumbers = 5;

/** What is unreadable in a recording, in sentences. It may have been decisive: then nothing is certain. */
export function lossesOf({ run, unreadable }: Recording): string[] {
  const count = unreadable.length;
  const shown = unreadable.slice(0, mostNumbers).join(', ');
  const more = count > mostNumbers ? ` and ${count - mostNumbers} more` : '';
  return [
    ...(count === 1 ? [`Line ${shown} of the recording can't be read.`] : []),
    ...(count > 1 ? [`Lines ${shown}${more} of the recording can't be read.`] : []),
    ...(run === lostRun ? ['The line with platform, host and seed is lost.'] : []),
  ];
}
