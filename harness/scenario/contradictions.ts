import { serves } from './modes.ts';
import type { Problem } from './problems.ts';
import type { Setup } from './schema.ts';

/** Well-formed but contradictory values of a setup. */
export function setupContradictions({ app, scratch, load, memory, heap }: Setup): Problem[] {
  const reads = serves(app.mode);
  const problems: [boolean, Problem][] = [
    [
      reads && load.body !== null,
      { path: ['load', 'body'], message: `load.body: a "${app.mode}" app takes no uploads; leave body out` },
    ],
    [
      !reads && load.body === null,
      { path: ['load'], message: `load.body: is missing; a "${app.mode}" app takes uploads` },
    ],
    [
      reads && app.dataset <= memory,
      {
        path: ['app', 'dataset'],
        message: 'app.dataset: must be larger than memory, or reading it never reaches the limit',
      },
    ],
    [
      heap === 'jvm',
      { path: ['heap'], message: 'heap: the sample app runs on Node and has no JVM heap; use auto' },
    ],
    [load.ramp > load.for, { path: ['load', 'ramp'], message: 'load.ramp: is longer than load.for' }],
    [
      scratch.medium !== 'memory' && scratch.sizeLimit !== null,
      {
        path: ['scratch', 'sizeLimit'],
        message: 'scratch.sizeLimit: only a memory-backed volume is mounted with its size as a limit',
      },
    ],
    [
      scratch.medium !== 'disk' && scratch.writeSpeed !== null,
      {
        path: ['scratch', 'writeSpeed'],
        message: 'scratch.writeSpeed: only scratch of medium disk can be slowed',
      },
    ],
  ];
  return problems.flatMap(([holds, problem]) => (holds ? [problem] : []));
}
