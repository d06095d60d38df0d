import type { Setup } from '../scenario/schema.ts';

/** The page with the heap figure of an app at `appUrl`, the metric after `#`; null if none is wanted. */
export function heapPage(heap: Setup['heap'], appUrl: string): string | null {
  if (heap === 'none') return null;
  if (typeof heap !== 'object') return `${appUrl}/metrics`;
  const page = new URL(heap.url, appUrl);
  page.hash = heap.metric;
  return page.href;
}
