import { open, type FileHandle } from 'node:fs/promises';
import type { Range } from './stack-ranges.ts';

/** Size of a /proc/PID/pagemap entry. https://docs.kernel.org/admin-guide/mm/pagemap.html */
const entryBytes = 8;
/** Top byte of an entry: bit 63, the page is present; bit 61, it is file-backed or shared. */
const present = 0x80;
const notAnonymous = 0x20;
/** Entries read at once. */
const mostEntries = 65_536;

/** Bytes of private anonymous pages present in ranges of a process's addresses. */
export async function residentBytes(pid: number, ranges: Range[], pageBytes: number): Promise<number> {
  const pagemap = await open(`/proc/${pid}/pagemap`);
  let pages = 0;
  try {
    for (const { from, to } of ranges) pages += await pagesIn(pagemap, from, to, pageBytes);
  } finally {
    await pagemap.close();
  }
  return pages * pageBytes;
}

async function pagesIn(pagemap: FileHandle, from: number, to: number, pageBytes: number): Promise<number> {
  let pages = 0;
  const end = Math.ceil(to / pageBytes);
  for (let page = Math.floor(from / pageBytes); page < end; page += mostEntries) {
    const length = Math.min(mostEntries, end - page) * entryBytes;
    const position = page * entryBytes;
    const { buffer, bytesRead } = await pagemap.read(Buffer.allocUnsafe(length), 0, length, position);
    for (let at = entryBytes - 1; at < bytesRead; at += entryBytes) {
      const flags = buffer[at] as number; // little-endian, like every Linux that Node supports
      if ((flags & present) !== 0 && (flags & notAnonymous) === 0) pages++;
    }
  }
  return pages;
}
