import { closeSync, openSync, readSync } from 'node:fs';
import { systemCode } from '../errors.ts';

/** Of the ELF header and of a section's, in a 64-bit file (elf(5)). */
const headerBytes = 64;
const sectionBytes = 64;
/** No program has more names of sections or symbols than this (Node has 5 MiB); a broken file may say so. */
const mostBytes = 2 ** 25;

/** What an ELF file of 64 bits tells of itself by names, also when it is stripped: each stands between zeros. */
export interface ElfNames {
  sections: string;
  /** What it has for libraries and takes from them. */
  dynamicSymbols: string;
}

/** Empty for a file that can't be read, or is no such file. */
export function elfNames(path: string): ElfNames {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return namesOf(file);
  } catch (error) {
    if (systemCode(error) !== undefined || error instanceof RangeError) return noNames;
    throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const noNames: ElfNames = { sections: '', dynamicSymbols: '' };

function namesOf(file: number): ElfNames {
  const header = read(file, 0, headerBytes);
  const isElf64 = header.subarray(0, 6).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]));
  if (!isElf64) return noNames;
  const at = Number(header.readBigUInt64LE(0x28));
  const count = header.readUInt16LE(0x3c);
  const table = read(file, at, count * sectionBytes);
  const textOf = (index: number) => {
    const section = table.subarray(index * sectionBytes, (index + 1) * sectionBytes);
    const [from, length] = [Number(section.readBigUInt64LE(0x18)), Number(section.readBigUInt64LE(0x20))];
    return read(file, from, length).toString('latin1');
  };
  const sections = textOf(header.readUInt16LE(0x3e));
  const isDynamicSymbols = (_: unknown, index: number) =>
    sections.startsWith('.dynstr\0', table.readUInt32LE(index * sectionBytes));
  const found = Array.from({ length: count }).findIndex(isDynamicSymbols);
  return { sections, dynamicSymbols: found < 0 ? '' : textOf(found) };
}

/** Fewer bytes than asked for at the file's end. */
function read(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.min(length, mostBytes));
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, position));
}
