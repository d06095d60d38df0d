import type { Manifest } from '../../../../harness/platforms/kubernetes/kustomize.ts';
import type { PodSpec } from '../../../../harness/platforms/kubernetes/own/objects.ts';

/** A Deployment with one container `api`, with what a test is about changed. */
export function deployment(name: string, spec: object = {}, pod: object = {}): Manifest {
  const container = { name: 'api', image: 'shop/api:latest' };
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [container], ...pod } };
  return object('apps/v1', 'Deployment', name, { selector: { matchLabels: labels }, template, ...spec });
}

export function object(apiVersion: string, kind: string, name: string, spec: object = {}): Manifest {
  return { apiVersion, kind, metadata: { name }, spec };
}

/** The pod template's specification of a workload that has one. */
export function podSpecOf(workload: Manifest): PodSpec {
  return (workload['spec'] as { template: { spec: PodSpec } }).template.spec;
}
