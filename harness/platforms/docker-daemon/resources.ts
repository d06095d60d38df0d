import type { Argv, Resource } from '../../resources/resource.ts';
import { docker } from './daemon.ts';

/** What tells the docker program which daemon to talk to, and how. */
const telling = /^DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY|API_VERSION)$/;

/** A docker command that finds this run's daemon whoever runs it, and when. */
export function dockerArgv(...args: string[]): Argv {
  const told = Object.entries(process.env).filter(([name]) => telling.test(name));
  if (told.length === 0) return [docker, ...args];
  return ['env', ...told.map(([name, value]) => `${name}=${value}`), docker, ...args];
}

export function imageResource(name: string): Resource {
  return { kind: 'image', name, undo: [dockerArgv('image', 'rm', name)] };
}
