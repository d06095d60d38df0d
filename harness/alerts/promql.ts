/** A container anywhere. `cluster` is empty unless one Prometheus sees several. */
export const containerLabels = 'cluster, namespace, pod, container';
export const podLabels = 'cluster, namespace, pod';

/** The series of containers, and of pods as a whole; not those of a pod's pause container, which has an image. */
const levels = ['container!="",pod!=""', 'container="",image="",pod!=""'];

/**
 * One query for both levels: a series for each container, and one with an empty `container` for the pod as a whole.
 * `query` gets the label matchers of a level.
 */
export function perLevel(query: (matchers: string) => string): string {
  return levels.map(query).join('\nor\n');
}

/**
 * The largest value of each container's latest life. The kubelet stamps its samples itself, so Prometheus may not see
 * that a life is over, and goes on showing its last figures beside those of the next one for five minutes.
 */
export function latestLife(query: string, matchers: string): string {
  const stamp = `timestamp(container_memory_usage_bytes{${matchers}})`;
  return `max by (${containerLabels}) (
  ${indented(query)}
  and
  ${stamp} == on (${containerLabels}) group_left ()
    max by (${containerLabels}) (${stamp})
)`;
}

/**
 * What the kernel can't reclaim, from three gauges of cAdvisor: `usage` less both lists of file pages. `over` may wrap
 * each gauge in a function that is linear, as all three are read at one moment. Working set leaves out only the list of
 * inactive pages; RSS lacks memory-backed files.
 */
export function unreclaimable(matchers: string, over: (selector: string) => string = String): string {
  const gauge = (name: string) => over(`container_memory_${name}{${matchers}}`);
  return `${gauge('usage_bytes')}
- ${gauge('total_active_file_bytes')}
- ${gauge('total_inactive_file_bytes')}`;
}

export function indented(query: string): string {
  return query.replaceAll('\n', '\n  ');
}
