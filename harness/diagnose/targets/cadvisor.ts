import type { Sample } from '../../recording/types.ts';
import { complete } from './memory-files.ts';

/** One container's, or the pod's own, figures of a kubelet's cAdvisor page. */
export interface CadvisorFigures {
  namespace: string;
  pod: string;
  /** Empty: the pod's own cgroup. `POD`: its sandbox. */
  container: string;
  /** When the kubelet took them, in ms since 1970; null where the page does not say. */
  wallMs: number | null;
  figures: ReadonlyMap<string, number>;
}

const wanted = 'container_';

/** The memory figures of each container and pod in a page in the text format of Prometheus. */
export function parseCadvisor(text: string): CadvisorFigures[] {
  const found = new Map<
    string,
    { labels: Map<string, string>; wallMs: number | null; figures: Map<string, number> }
  >();
  for (const line of text.split('\n')) {
    if (!line.startsWith(wanted)) continue;
    const [, name, inner = '', value, stamp] =
      /^container_(memory_\w+|spec_memory_limit_bytes|oom_events_total)\{(.*)\} (\S+)(?: (\d+))?$/.exec(
        line,
      ) ?? [];
    if (name === undefined) continue;
    const labels = labelsIn(inner);
    const id = labels.get('id') ?? '';
    const one = found.get(id) ?? { labels, wallMs: null, figures: new Map<string, number>() };
    found.set(id, one);
    // Failures by kind, and per NUMA node: the labels that make them many are not told apart here.
    const figure = [name, labels.get('failure_type'), labels.get('scope')].filter(Boolean).join(' ');
    one.figures.set(figure, Number(value));
    if (stamp !== undefined && name === 'memory_usage_bytes') one.wallMs = Number(stamp);
  }
  return [...found.values()].flatMap(({ labels, wallMs, figures }) => {
    const pod = labels.get('pod') ?? '';
    if (pod === '' || !figures.has('memory_usage_bytes')) return [];
    return [
      {
        namespace: labels.get('namespace') ?? '',
        pod,
        container: containerOf(labels),
        wallMs,
        figures,
      },
    ];
  });
}

/** A sandbox has no container's name either, but one of its own. */
function containerOf(labels: Map<string, string>): string {
  return labels.get('container') || (labels.get('name') ? 'POD' : '');
}

function labelsIn(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** As a sample: cAdvisor has no figure for dirty pages, nor v1's for sockets. */
export function sampleOfFigures({ figures }: CadvisorFigures, atMs: number): Sample {
  const at = (name: string) => figures.get(`memory_${name}`) ?? 0;
  const [file, activeFile, inactiveFile] = [
    at('cache'),
    at('total_active_file_bytes'),
    at('total_inactive_file_bytes'),
  ];
  return complete({
    atMs,
    usage: at('usage_bytes'),
    anon: at('rss'),
    file,
    // Memory-backed files are cache on neither list of file pages.
    shmem: Math.max(0, file - activeFile - inactiveFile),
    activeFile,
    inactiveFile,
    kernel: figures.get('memory_kernel_usage') ?? null,
    swap: figures.get('memory_swap') ?? null,
    limitEvents: at('failcnt'),
    oomKills: figures.get('oom_events_total') ?? 0,
  });
}

/** Null where it has none: cAdvisor says 0. */
export function limitOfFigures({ figures }: CadvisorFigures): number | null {
  const bytes = figures.get('spec_memory_limit_bytes') ?? 0;
  return bytes > 0 && bytes < 2 ** 60 ? bytes : null;
}
