import { lostRun, type Recording } from './recording.ts';

/** So many line numbers are told. */
const mostNumbers = 5;

/** What of a recording is lost, in a sentence or two; null where it is whole. */
export function lossWords({ run, unreadable, ended }: Recording): string | null {
  const runIsLost = run === lostRun;
  if (runIsLost && ended === null && unreadable.length === 0)
    return 'The recording is empty: there is nothing to show.';
  const count = unreadable.length;
  const numbers = unreadable.slice(0, mostNumbers).join(', ') + (count > mostNumbers ? ', …' : '');
  const words = [
    count === 0
      ? null
      : `${count} ${count === 1 ? 'line' : 'lines'} of the recording can't be read (${numbers}).`,
    runIsLost ? 'The line that tells of platform, host and seed is lost.' : null,
    ended === null ? 'The recording breaks off: its end is lost.' : null,
  ].flatMap((one) => one ?? []);
  return words.length === 0 ? null : words.join(' ');
}
