import { stringify } from 'yaml';
import { callerOf, type Caller } from '../process/caller.ts';
import { defaultMs } from './diagnose.ts';
import { findTarget } from './find-target.ts';
import type { DiagnosisPlan, TargetRequest } from './target.ts';
import { planPod } from './targets/pod.ts';

/** How a target would be looked at, and what would be made for that. Makes nothing. Throws as `diagnose` does. */
export async function planDiagnosis(
  request: TargetRequest,
  caller: Partial<Caller>,
  forMs = defaultMs,
): Promise<DiagnosisPlan> {
  const by = callerOf(caller);
  if (request.kind === 'pod') return planPod(request.name, request.cluster ?? { resource: 'pod' }, by, forMs);
  await findTarget(request, by);
  return { way: 'host', makes: [], passedOver: [] };
}

const words = {
  host: "read from this host's cgroups",
  reader: 'read by a pod of its own on the node, which is removed again',
  exec: 'read by exec in its container, which is charged for it',
  kubelet: "read from its kubelet's cAdvisor page",
};

export function renderPlan({ way, makes, passedOver }: DiagnosisPlan): string {
  const head = way === null ? 'There is no way to look at it.' : `It would be ${words[way]}.`;
  const what =
    makes.length === 0 ? 'Nothing would be made.' : makes.map((one) => stringify(one)).join('---\n');
  return `${[head, ...passedOver.map((one) => `  not by ${one}`), what].join('\n').trimEnd()}\n`;
}
