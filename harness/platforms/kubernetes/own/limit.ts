import { parseBytes } from '../../../scenario/units.ts';
import { mebibytes } from '../../../text/words.ts';
import type { Container } from './objects.ts';

/** Gives a container its memory limit, caps what it requests, and says what the manifest had in its place. */
export function limited(container: Container, limitBytes: number): string[] {
  const { requests, limits } = container.resources ?? {};
  const before = limits?.['memory'];
  const asked = requests?.['memory'];
  const requestBytes = asked === undefined ? null : parseBytes(String(asked));
  const isTooMuch = asked !== undefined && (requestBytes === null || requestBytes > limitBytes);
  container.resources = {
    ...container.resources,
    ...(isTooMuch ? { requests: { ...requests, memory: String(limitBytes) } } : {}),
    limits: { ...limits, memory: String(limitBytes) },
  };
  if (before !== undefined && parseBytes(String(before)) === limitBytes) return [];
  const had = before === undefined ? 'the manifest has none' : `in place of the manifest's ${String(before)}`;
  return [`the memory limit of ${container.name} is ${mebibytes(limitBytes)}, as the scenario says; ${had}`];
}
