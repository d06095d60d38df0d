import type { Recording } from '../recording/read.ts';

/** What of a recording can't be read, in sentences. It was perhaps what counts: nothing is sure then. */
export function lossesOf({ unreadable }: Recording): string[] {
  if (unreadable.length === 0) return [];
  const shown = unreadable.slice(0, 5).join(', ');
  const more = unreadable.length > 5 ? ` and ${unreadable.length - 5} more` : '';
  return [
    unreadable.length === 1
      ? `Line ${shown} of the recording can't be read.`
      : `Lines ${shown}${more} of the recording can't be read.`,
  ];
}
