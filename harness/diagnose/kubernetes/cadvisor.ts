import { sampleOf, type Sample } from '../../recording/types.ts';

/** A container, a sandbox, or a pod as a whole, on a page of cAdvisor's metrics. */
export interface CadvisorSeries {
  namespace: string;
  pod: string;
  /** Empty: the pod as a whole. */
  container: string;
  id: string;
  /** Oldest first; one page has one. */
  scrapes: CadvisorScrape[];
}

export interface CadvisorScrape {
  /** When the kubelet took it, in ms since 1970; null where the page does not say. */
  atMs: number | null;
  usageBytes: number;
  workingSetBytes: number | null;
  rssBytes: number | null;
  cacheBytes: number | null;
  activeFileBytes: number | null;
  inactiveFileBytes: number | null;
  kernelBytes: number | null;
  swapBytes: number | null;
  /** Null: it has none. */
  limitBytes: number | null;
  limitEvents: number | null;
  oomEvents: number | null;
}

const metrics = {
  container_memory_usage_bytes: 'usageBytes',
  container_memory_working_set_bytes: 'workingSetBytes',
  container_memory_rss: 'rssBytes',
  container_memory_cache: 'cacheBytes',
  container_memory_total_active_file_bytes: 'activeFileBytes',
  container_memory_total_inactive_file_bytes: 'inactiveFileBytes',
  container_memory_kernel_usage: 'kernelBytes',
  container_memory_swap: 'swapBytes',
  container_memory_failcnt: 'limitEvents',
  container_spec_memory_limit_bytes: 'limitBytes',
  container_oom_events_total: 'oomEvents',
} as const;
type Figure = (typeof metrics)[keyof typeof metrics];

const line = /^\s*(container_[a-z_]+)\{([^}]{0,1900})\}\s+([0-9.eE+-]+)(?:\s+(\d{12,14}))?/;
const label = /([a-zA-Z_]+)="((?:[^"\\]|\\.)*)"/g;
/** A page may be a hostile paste. */
const mostSeries = 5000;
const mostScrapes = 200;
const noLimitBytes = 2 ** 60;

interface Entry {
  series: CadvisorSeries;
  figures: Partial<Record<Figure, number>>[];
  times: (number | null)[];
}

/**
 * Containers and pods of a page of `/metrics/cadvisor` (Prometheus' text format), or of several, each with its figures
 * by time. Skips sandboxes, the node, and what it can't read.
 */
export function cadvisorSeries(lines: readonly string[]): CadvisorSeries[] {
  const all = new Map<string, Entry>();
  for (const text of lines) {
    if (!text.includes('container_')) continue;
    const [, metric = '', labels = '', value, time] = line.exec(text) ?? [];
    const figure = metrics[metric as keyof typeof metrics];
    if (figure === undefined) continue;
    const entry = entryOf(all, labels);
    if (entry === null) continue;
    // The figure once more is of the next scrape.
    if (entry.figures.at(-1)?.[figure] !== undefined && entry.figures.length < mostScrapes) {
      entry.figures.push({});
      entry.times.push(null);
    }
    const current = entry.figures.at(-1);
    if (current) current[figure] = Number(value);
    if (time !== undefined) entry.times[entry.times.length - 1] ??= Number(time);
  }
  return Array.from(all.values(), ({ series, figures, times }) => ({
    ...series,
    scrapes: figures.flatMap((one, index) => scrapeOf(one, times[index] ?? null)),
  })).filter(({ scrapes }) => scrapes.length > 0);
}

/** Null for what is no container and no pod, or one too many. */
function entryOf(all: Map<string, Entry>, labels: string): Entry | null {
  const of = Object.fromEntries(Array.from(labels.matchAll(label), ([, name, content]) => [name, content]));
  const { namespace = '', pod = '', container = '', id = '', name = '' } = of as Record<string, string>;
  // A sandbox has a name of its own, and with most runtimes no container's.
  const isSandbox = container === 'POD' || (pod !== '' && container === '' && name !== '');
  if (isSandbox || (pod === '' && container === '')) return null;
  const key = JSON.stringify([namespace, pod, container, id]);
  const known = all.get(key);
  if (known !== undefined) return known;
  if (all.size >= mostSeries) return null;
  const entry = { series: { namespace, pod, container, id, scrapes: [] }, figures: [{}], times: [null] };
  all.set(key, entry);
  return entry;
}

function scrapeOf(figures: Partial<Record<Figure, number>>, atMs: number | null): CadvisorScrape[] {
  const { usageBytes, limitBytes } = figures;
  if (usageBytes === undefined || !Number.isFinite(usageBytes)) return [];
  const at = (name: Figure) => (Number.isFinite(figures[name]) ? (figures[name] ?? null) : null);
  return [
    {
      atMs,
      usageBytes,
      workingSetBytes: at('workingSetBytes'),
      rssBytes: at('rssBytes'),
      cacheBytes: at('cacheBytes'),
      activeFileBytes: at('activeFileBytes'),
      inactiveFileBytes: at('inactiveFileBytes'),
      kernelBytes: at('kernelBytes'),
      swapBytes: at('swapBytes'),
      // 0 and v1's largest number both mean that there is none.
      limitBytes: limitBytes !== undefined && limitBytes > 0 && limitBytes < noLimitBytes ? limitBytes : null,
      limitEvents: at('limitEvents'),
      oomEvents: at('oomEvents'),
    },
  ];
}

/** What can't be reclaimed: both lists of file pages are all that can. Null where the page lacks them. */
export function unreclaimableOf({
  usageBytes,
  activeFileBytes,
  inactiveFileBytes,
}: CadvisorScrape): number | null {
  if (activeFileBytes === null || inactiveFileBytes === null) return null;
  return Math.max(0, usageBytes - activeFileBytes - inactiveFileBytes);
}

/**
 * The same as a sample, without dirty pages and sockets, for which cAdvisor has no figures; shmem is file cache on
 * neither list of file pages. Null where the page says too little.
 */
export function sampleOfScrape(scrape: CadvisorScrape): Sample | null {
  const { usageBytes, rssBytes, cacheBytes, activeFileBytes, inactiveFileBytes, kernelBytes } = scrape;
  if (rssBytes === null || cacheBytes === null || activeFileBytes === null || inactiveFileBytes === null)
    return null;
  const shmem = Math.max(0, cacheBytes - activeFileBytes - inactiveFileBytes);
  return sampleOf({
    atMs: scrape.atMs ?? 0,
    usage: usageBytes,
    anon: rssBytes,
    file: Math.max(cacheBytes, shmem),
    shmem,
    activeFile: activeFileBytes,
    inactiveFile: inactiveFileBytes,
    kernel: kernelBytes ?? Math.max(0, usageBytes - rssBytes - cacheBytes),
    swap: scrape.swapBytes,
    limitEvents: scrape.limitEvents ?? 0,
    oomKills: scrape.oomEvents ?? 0,
  });
}
