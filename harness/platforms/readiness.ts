import { isSample } from '../scenario/app-schema.ts';
import type { Setup } from '../scenario/schema.ts';
import { quoted } from '../text/quoted.ts';

/** What shows that an app is ready for its load, and how long that may take. */
export interface Readiness {
  /** A path that answers 2xx, `tcp`, `started`, or a command that exits with 0. */
  ready: string | string[];
  startupMs: number;
}

/** The sample app is ready within half a second; on a busy host it takes longer. */
const sampleStartupMs = 60_000;

export function readinessOf(setup: Pick<Setup, 'app' | 'load'>): Readiness {
  const { app } = setup;
  if (isSample(app)) return { ready: '/healthz', startupMs: sampleStartupMs };
  return { ready: app.ready ?? (listens(setup) ? 'tcp' : 'started'), startupMs: app.startup };
}

/** Whether an app is taken to listen: at its port, or a command that is sent something at the port it was given. */
export function listens({ app, load }: Pick<Setup, 'app' | 'load'>): boolean {
  if (isSample(app) || app.port !== undefined) return true;
  return 'command' in app && (!('none' in load) || app.command.some((word) => word.includes('{port}')));
}

/** What it has not done if it is not ready. */
export function unreadyWords({ ready, startupMs }: Readiness): string {
  return `${whatFails(ready)} within ${startupMs / 1000} s`;
}

function whatFails(ready: Readiness['ready']): string {
  if (Array.isArray(ready)) return `is not ready: ${quoted(ready)} did not exit with 0`;
  if (ready === 'tcp') return 'did not accept a connection';
  return ready === 'started' ? 'did not start' : `did not answer ${ready}`;
}
