import { lostRun, type Recording } from '../recording/recording.ts';

/** So many line numbers are told. */
const mostNumbers = 5;

/** What of a recording can't be read, in sentences. It was perhaps what counts: nothing is sure then. */
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
