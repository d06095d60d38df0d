import type { Setup } from '../scenario/schema.ts';

/** The page that tells the heap of an app at `appUrl`, with the metric behind `#`; null where none is to be asked. */
export function heapPage(heap: Setup['heap'], appUrl: string): string | null {
  if (heap === 'none') return null;
  if (typeof heap !== 'object') return `${appUrl}/metrics`;
  const page = new URL(heap.url, appUrl);
  page.hash = heap.metric;
  return page.href;
}
