import type { Owed } from '../../resources/owed.ts';
import { dockerArgv } from '../docker-daemon/owed.ts';

/** A container or a volume is made in less. */
const lateMs = 5000;

export function owedContainer(name: string): Owed {
  return { kind: 'container', name, undo: [dockerArgv('rm', '--force', '--volumes', name)], lateMs };
}

export function owedVolume(name: string): Owed {
  return { kind: 'volume', name, undo: [dockerArgv('volume', 'rm', name)], lateMs };
}
