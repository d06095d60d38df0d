import { isSample } from '../scenario/app-schema.ts';
import type { Setup } from '../scenario/schema.ts';

/**
 * The page with the heap figure of an app at `appUrl`, the metric after `#`; null if there is none. Only the sample
 * app is known to have one if none is named.
 */
export function heapPage({ app, heap }: Pick<Setup, 'app' | 'heap'>, appUrl: string | null): string | null {
  if (heap === 'none') return null;
  if (typeof heap !== 'object') return isSample(app) && appUrl !== null ? `${appUrl}/metrics` : null;
  const page = pageAt(heap.url, appUrl);
  if (page === null) return null;
  page.hash = heap.metric;
  return page.href;
}

/** A page by its URL, or by its path at the app's; null if the app listens nowhere. */
export function pageAt(urlOrPath: string, appUrl: string | null): URL | null {
  if (urlOrPath.startsWith('/')) return appUrl === null ? null : new URL(urlOrPath, appUrl);
  return new URL(urlOrPath);
}
