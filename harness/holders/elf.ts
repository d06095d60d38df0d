import { closeSync, openSync, readSync } from 'node:fs';
import { systemCode } from '../errors.ts';

/** Size of the ELF header, and of a section header, in a 64-bit file (elf(5)). */
const headerBytes = 64;
const sectionBytes = 64;
/** More than any program has in section or symbol names (Node: 5 MiB); a broken file may claim more. */
const mostBytes = 2 ** 25;

/** Names in a 64-bit ELF file, even a stripped one, each between zeros. */
export interface ElfNames {
  sections: string;
  /** Symbols that it exports to and imports from libraries. */
  dynamicSymbols: string;
}

/** Empty if the file can't be read or is not ELF. */
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

/** Returns fewer bytes at the end of the file. */
function read(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.min(length, mostBytes));
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, position));
}
