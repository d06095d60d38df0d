import { isSample, type App } from '../scenario/app-schema.ts';
import { quoted } from '../text/quoted.ts';

/** What shows that an app is ready for its load, and how long that may take. */
export interface Readiness {
  /** A path that answers 2xx, `tcp`, `started`, or a command that exits with 0. */
  ready: string | string[];
  startupMs: number;
}

/** The sample app is ready within half a second; on a busy host it takes longer. */
const sampleStartupMs = 60_000;

export function readinessOf(app: App): Readiness {
  if (isSample(app)) return { ready: '/healthz', startupMs: sampleStartupMs };
  const byItself = app.port === undefined && !('command' in app) ? 'started' : 'tcp';
  return { ready: app.ready ?? byItself, startupMs: app.startup };
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
