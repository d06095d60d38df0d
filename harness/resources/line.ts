import type { Resource } from './resource.ts';
import { parseJson } from '../text/json.ts';
import type { Owner } from './owner.ts';

/** A line of a ledger file: its owner, a resource entered, entries undone, or entries kept. */
export type LedgerLine =
  | { owner: Owner; run: string; startedAt: string }
  | { id: number; atMs: number; entry: Resource }
  | { undone: number[] }
  | { keep: number[] };

/**
 * Parses a line of a ledger file; returns none if it is something else, or incomplete: then its writer was killed
 * or its disk was full, and the resource was never made.
 */
export function parseLine(text: string): LedgerLine[] {
  const value = parseJson(text);
  if (!isObject(value)) return [];
  const line = 'owe' in value ? { ...value, entry: value['owe'] } : value; // its name in 0.1.0
  return isLine(line) ? [line] : [];
}

type Fields = Record<string, unknown>;

function isLine(value: Fields): value is Fields & LedgerLine {
  const { owner, run, startedAt, id, entry, undone, keep } = value;
  if (owner !== undefined) return isOwner(owner) && typeof run === 'string' && typeof startedAt === 'string';
  if (entry !== undefined) return typeof id === 'number' && isResource(entry);
  return isListOf('number', undone ?? keep);
}

export function isOwner(value: unknown): value is Owner {
  return isObject(value) && isPid(value['pid']) && typeof value['hostname'] === 'string';
}

/** 0 and negative numbers name process groups; fractions nothing. */
function isPid(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 2 ** 31;
}

function isResource(value: unknown): value is Resource {
  if (!isObject(value)) return false;
  const { kind, name, undo } = value;
  const isUndo = undo === undefined || (Array.isArray(undo) && undo.every(isArgv));
  return typeof kind === 'string' && typeof name === 'string' && isUndo;
}

function isArgv(value: unknown): boolean {
  return isListOf('string', value) && Boolean((value as unknown[])[0]);
}

function isListOf(type: 'number' | 'string', value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === type);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
