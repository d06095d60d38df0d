import { isSample } from '../scenario/app-schema.ts';
import type { Setup } from '../scenario/schema.ts';

/**
 * The page with the heap figure of an app at `appUrl`, the metric after `#`; null if there is none. Only the sample
 * app is known to have one if none is named.
 */
export function heapPage({ app, heap }: Pick<Setup, 'app' | 'heap'>, appUrl: string): string | null {
  if (heap === 'none') return null;
  if (typeof heap !== 'object') return isSample(app) ? `${appUrl}/metrics` : null;
  const page = new URL(heap.url, appUrl);
  page.hash = heap.metric;
  return page.href;
}
