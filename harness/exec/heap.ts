import { Failure } from '../errors.ts';
import { watchHeap } from '../heap/watch-page.ts';
import type { HeapSource } from '../heap/node-source.ts';
import type { Environment } from '../process/caller.ts';
import type { Ledger } from '../resources/ledger.ts';
import { makeWorkFolder } from '../resources/work-folder.ts';
import type { ReadableRuntime } from '../heap/watch.ts';
import type { ExecScratch, Recorder } from '../recording/types.ts';
import { freshFolders, hiderOf, hiderWords } from './hidden.ts';
import type { ExecOptions } from './options.ts';

export interface HeapContext {
  ledger: Ledger;
  scratch: readonly ExecScratch[];
  /** Null if it has no /dev/shm of its own. */
  shmBytes: number | null;
  record: Recorder;
  arm: string;
}

/** Listens to a heap source that reports itself; the supervisor reads the others from outside. */
export async function listenToHeap(
  env: Environment,
  { heap, heapUrl }: ExecOptions,
  { ledger, scratch, shmBytes, record, arm }: HeapContext,
): Promise<HeapSource> {
  if (heapUrl !== undefined) return { env: {}, ...watchHeap(arm, heapUrl, record) };
  if (heap !== 'node') return { env: {}, stop: async () => undefined };
  const workFolder = makeWorkFolder(ledger, env);
  const hider = hiderOf(freshFolders(scratch, shmBytes), workFolder);
  if (hider) {
    throw new Failure(
      'usage',
      `--heap node does not work with ${hiderWords(hider, scratch)}, which hides the FIFO for the heap figures.`,
      { hint: `Set TMPDIR to a folder outside ${hider.directory}.` },
    );
  }
  const { listenToNode } = await import('../heap/node-source.ts'); // rarely wanted, and slow to load
  return listenToNode(workFolder, arm, env['NODE_OPTIONS'], record);
}

/** The runtimes whose heaps are read from outside. */
export function heapsRead({
  heap = 'auto',
  heapUrl,
}: Pick<ExecOptions, 'heap' | 'heapUrl'>): ReadableRuntime[] {
  if (heapUrl !== undefined) return [];
  if (heap === 'auto') return ['node', 'jvm'];
  return heap === 'jvm' ? ['jvm'] : [];
}
