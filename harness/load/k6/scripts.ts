import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageFolder } from '../../package/folder.ts';
import type { Scenario } from '../../scenario/types.ts';

/** The script of scenarios without their own. */
export const commonScript = join(packageFolder, 'scenarios', 'load.ts');

/** A scenario's own k6 script, `load.ts` beside its file; null if it has none. */
export function ownScript({ file }: Pick<Scenario, 'file'>, cwd: string): string | null {
  const script = join(dirname(resolve(cwd, file)), 'load.ts');
  return existsSync(script) ? script : null;
}
