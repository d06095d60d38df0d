import { closeSync, constants, openSync, readSync } from 'node:fs';
import { systemCode } from '../../errors.ts';

/** One record of /dev/kmsg. https://docs.kernel.org/admin-guide/abi-testing.html#abi-file-testing-dev-kmsg */
export interface KernelRecord {
  /** Time since the kernel started, by its own clock: CLOCK_MONOTONIC, apart from some drift. */
  atMs: number;
  text: string;
}

const longestRecord = 8192;

/** Everything in the kernel's ring buffer, oldest first. Throws EPERM if it may not be read. */
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

/** Null at the end; empty if records were overwritten before they were read. */
function readRecord(descriptor: number, buffer: Buffer): string | null {
  try {
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, null));
  } catch (error) {
    if (systemCode(error) === 'EAGAIN') return null;
    if (systemCode(error) === 'EPIPE') return '';
    throw error;
  }
}

/** `6,44925,15786151028,-;text`, possibly followed by dictionary lines, which begin with a blank. */
export function parseRecord(record: string): KernelRecord | null {
  const match = /^\d+,\d+,(\d+),[^;]*;([^\n]*)/.exec(record);
  return match ? { atMs: Number(match[1]) / 1000, text: match[2] ?? '' } : null;
}
