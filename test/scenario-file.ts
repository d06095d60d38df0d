import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An app that keeps its uploads in memory, and is killed after two seconds, which ends its load as well. */
const killed = {
  title: 'A test',
  story: 'A test.',
  app: { mode: 'spool', retention: 'never' },
  memory: '128Mi',
  scratch: { medium: 'memory' },
  load: { rate: '200/s', body: '256Ki', for: '9s' },
  arms: { baseline: { expect: { outcome: 'oom-killed', cause: 'tmpfs' } } },
};

/** Writes a scenario in which the app is killed, with what a test is about changed; gives its folder, for `run`. */
export function writeScenario(folder: string, name: string, change: Record<string, unknown> = {}): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'scenario.yaml'), JSON.stringify({ ...killed, ...change }, null, 2));
  return path;
}
