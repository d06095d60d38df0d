import { podLabels } from './promql.ts';
import { series } from './series.ts';

/**
 * A query for the bytes that a pod holds beyond its containers. Their cgroups are part of the pod's, and what a dead
 * one leaves in a memory-backed volume stays charged to the pod. `more` is further label matchers.
 */
export function residueBytes(more = ''): string {
  const of = (matcher: string) => {
    const matchers = [more, matcher].filter(Boolean).join(',');
    return `sum by (${podLabels}) (${series.unreclaimable}{${matchers}})`;
  };
  const ofPod = of('container=""');
  return `${ofPod}
- (${of('container!=""')} or 0 * ${ofPod})`;
}
