import { closeSync, constants, openSync, readSync } from 'node:fs';
import { systemCode } from '../../errors.ts';

/** One record of /dev/kmsg. https://docs.kernel.org/admin-guide/abi-testing.html#abi-file-testing-dev-kmsg */
export interface KernelRecord {
  /** Since the kernel started, by its own clock: that of CLOCK_MONOTONIC, but for some drift. */
  atMs: number;
  text: string;
}

const longestRecord = 8192;

/** All that the kernel's ring buffer holds now, the oldest first. Throws EPERM where it may not be read. */
export function readKernelLog(): KernelRecord[] {
  const descriptor = openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK);
  const buffer = Buffer.allocUnsafe(longestRecord);
  const records: KernelRecord[] = [];
  try {
    for (;;) {
      const text = readRecord(descriptor, buffer);
      if (text === null) return records;
      const record = parseRecord(text);
      if (record) records.push(record);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Null at the end; an empty text where records were overwritten before they were read. */
function readRecord(descriptor: number, buffer: Buffer): string | null {
  try {
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, null));
  } catch (error) {
    if (systemCode(error) === 'EAGAIN') return null;
    if (systemCode(error) === 'EPIPE') return '';
    throw error;
  }
}

/** `6,44925,15786151028,-;text`, then perhaps lines of a dictionary, which begin with a blank. */
export function parseRecord(record: string): KernelRecord | null {
  const match = /^\d+,\d+,(\d+),[^;]*;([^\n]*)/.exec(record);
  return match ? { atMs: Number(match[1]) / 1000, text: match[2] ?? '' } : null;
}
