import { InvalidArgumentError } from 'commander';
import { parseBytes, parseDuration, sizeHint } from '../../scenario/units.ts';
import type { ScratchOption } from '../../exec/options.ts';

/** The kernel charges in batches; no program fits into a limit below this. */
const leastBytes = 2 ** 20;
const longestMs = 3650 * 86_400_000;

export function readSize(text: string): number {
  const bytes = parseBytes(text);
  if (bytes === null)
    throw new InvalidArgumentError(`It must be a size such as 512Mi or 1.5Gi. ${sizeHint(text) ?? ''}`);
  if (bytes < leastBytes) throw new InvalidArgumentError('It must be 1Mi or more.');
  return bytes;
}

export function readTimeout(text: string): number {
  const ms = parseDuration(text);
  if (ms === null || ms === 0)
    throw new InvalidArgumentError('It must be a time such as 30s, 500ms, 5m or 2h.');
  if (ms > longestMs) throw new InvalidArgumentError('It must be 3650d (ten years) at most.');
  return ms;
}

/** Adds one scratch. */
export function collectScratch(text: string, previous: ScratchOption[] = []): ScratchOption[] {
  return [...previous, readScratch(text)];
}

/** `memory:DIR`, `memory:DIR:SIZE` or `disk:DIR`; a last part that looks like a size is one. */
export function readScratch(text: string): ScratchOption {
  const [, medium, rest = ''] = /^(memory|disk):(.+)$/.exec(text) ?? [];
  if (medium === 'disk') return { medium, directory: rest };
  if (medium !== 'memory')
    throw new InvalidArgumentError('It must be memory:DIR, memory:DIR:SIZE or disk:DIR.');
  const [, directory, size] = /^(.+):(\d[\w.]*|)$/.exec(rest) ?? [];
  if (directory === undefined || size === undefined) return { medium, directory: rest, sizeBytes: null };
  if (size === '') throw new InvalidArgumentError('It must be a size such as 64Mi after the last colon.');
  return { medium, directory, sizeBytes: readSize(size) };
}

export function readUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/i.test(text))
    throw new InvalidArgumentError('It must be a URL such as http://127.0.0.1:3000/metrics.');
  const metric = new URL(text).hash.slice(1);
  if (!/^([a-zA-Z_:][\w:]*)?$/.test(metric))
    throw new InvalidArgumentError('After # it must name a metric, such as #my_heap_bytes.');
  return text;
}
