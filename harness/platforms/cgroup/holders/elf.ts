import { closeSync, openSync, readSync } from 'node:fs';
import { systemCode } from '../../../errors.ts';

/** Of the ELF header and of a section's, in a 64-bit file (elf(5)). */
const headerBytes = 64;
const sectionBytes = 64;
/** No program has more names of sections than this; a broken file may say so. */
const mostBytes = 2 ** 20;

/** Whether an ELF file of 64 bits has a section of this name; one that can't be read, or is no such file, has not. */
export function hasElfSection(path: string, name: string): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return sectionNames(file).includes(`\0${name}\0`);
  } catch (error) {
    if (systemCode(error) !== undefined || error instanceof RangeError) return false;
    throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The names of all sections, each between zeros. */
function sectionNames(file: number): string {
  const header = read(file, 0, headerBytes);
  const isElf64 = header.subarray(0, 6).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]));
  if (!isElf64) return '';
  const at = Number(header.readBigUInt64LE(0x28)) + header.readUInt16LE(0x3e) * sectionBytes;
  const section = read(file, at, sectionBytes);
  const names = read(file, Number(section.readBigUInt64LE(0x18)), Number(section.readBigUInt64LE(0x20)));
  return names.toString('latin1');
}

/** Fewer bytes than asked for at the file's end. */
function read(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.min(length, mostBytes));
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, position));
}
