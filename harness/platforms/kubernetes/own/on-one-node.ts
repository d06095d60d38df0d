import type { PodSpec } from './objects.ts';

/** Labels that each node has. */
const everywhere = /^kubernetes\.io\/(os|arch)$/;

/** Drops what would keep a pod off a cluster's only node, or apart from another arm's; says what. */
export function onOneNode(spec: PodSpec): string[] {
  const notes: string[] = [];
  const asked = Object.keys(spec.nodeSelector ?? {}).filter((label) => !everywhere.test(label));
  if (asked.length > 0) {
    notes.push(`nodeSelector ${asked.join(', ')} is left out: there is one node`);
    for (const label of asked) delete spec.nodeSelector?.[label];
  }
  if (spec.affinity?.nodeAffinity) {
    notes.push('nodeAffinity is left out: there is one node');
    delete spec.affinity.nodeAffinity;
  }
  const { priorityClassName } = spec;
  if (priorityClassName !== undefined && !priorityClassName.startsWith('system-')) {
    notes.push(`priorityClassName ${priorityClassName} is left out: it belongs to the whole cluster`);
    delete spec.priorityClassName;
  }
  for (const { ports = [] } of spec.containers) {
    for (const port of ports.filter(({ hostPort }) => hostPort !== undefined)) {
      notes.push(`hostPort ${port.hostPort} is left out: other arms run beside this one`);
      delete port.hostPort;
    }
  }
  return notes;
}
