import type { ProcessOutput } from 'zx';
import { exitCodes } from '../../harness/errors.ts';

/**
 * A suite on a host that may be too slow for its load: what is INCONCLUSIVE is measured once more before it counts, as
 * the tool advises, so many times slower than written.
 */
export async function measured(
  slower: number,
  run: (more: string[]) => Promise<ProcessOutput>,
): Promise<ProcessOutput> {
  const first = await run([]);
  if (first.exitCode !== exitCodes.inconclusive) return first;
  console.log(`inconclusive: once more, ${slower} times slower than written`);
  return run(['--stretch', String(slower)]);
}
