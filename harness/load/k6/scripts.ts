import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../package/folder.ts';
import { isRequests } from '../../scenario/load-schema.ts';
import type { Arm } from '../../scenario/types.ts';

/** The script of scenarios without their own. */
export const commonScript = join(packageFolder, 'scenarios', 'load.ts');

/** An arm's own k6 script: the one that its load names, or `load.ts` beside its scenario; null if it has none. */
export function ownScript({ setup: { load }, folder }: Pick<Arm, 'setup' | 'folder'>): string | null {
  if (!isRequests(load)) return null;
  if (load.script !== undefined) return join(folder, load.script);
  const script = join(folder, 'load.ts');
  return existsSync(script) ? script : null;
}
