import type { Argv, Resource } from '../../resources/resource.ts';
import { daemonEnv, docker } from './daemon-env.ts';

/** Variables that tell the docker program which daemon to use, and how. */
const dockerVariables = /^DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY|API_VERSION)$/;

/** A docker command that reaches this run's daemon, whoever runs it and whenever. */
export function dockerArgv(...args: string[]): Argv {
  const variables = Object.entries(daemonEnv).filter(([name]) => dockerVariables.test(name));
  if (variables.length === 0) return [docker, ...args];
  return ['env', ...variables.map(([name, value]) => `${name}=${value}`), docker, ...args];
}

export function imageResource(name: string): Resource {
  return { kind: 'image', name, undo: [dockerArgv('image', 'rm', name)] };
}
