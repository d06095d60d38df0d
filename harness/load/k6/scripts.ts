import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageFolder } from '../../package/folder.ts';
import type { Scenario } from '../../scenario/types.ts';

/** The script of scenarios that bring none. */
export const commonScript = join(packageFolder, 'scenarios', 'load.ts');

/** The k6 script that a scenario brings, `load.ts` beside its file; null where it brings none. */
export function ownScript({ file }: Pick<Scenario, 'file'>, cwd: string): string | null {
  const script = join(dirname(resolve(cwd, file)), 'load.ts');
  return existsSync(script) ? script : null;
}
