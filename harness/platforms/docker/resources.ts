import type { Resource } from '../../resources/resource.ts';
import { dockerArgv } from '../docker-daemon/resources.ts';

/** Making a container, a volume or a network takes less. */
const lateMs = 5000;

export function containerResource(name: string): Resource {
  return { kind: 'container', name, undo: [dockerArgv('rm', '--force', '--volumes', name)], lateMs };
}

export function volumeResource(name: string): Resource {
  return { kind: 'volume', name, undo: [dockerArgv('volume', 'rm', name)], lateMs };
}

export function networkResource(name: string): Resource {
  return { kind: 'network', name, undo: [dockerArgv('network', 'rm', name)], lateMs };
}
