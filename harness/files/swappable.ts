import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../errors.ts';
import { userBehindSudo } from '../process/step-down.ts';

const sticky = 0o1000;
const writableByAll = 0o002;

/**
 * Throws a Failure of kind `missing` if a user other than root, this one and the one behind `sudo` could replace a
 * folder that programs are run from: by owning a parent, or because a parent is world-writable without the sticky
 * bit. `variable` names another place.
 */
export function refuseSwappable(folder: string, variable: string, env: NodeJS.ProcessEnv): void {
  const trusted = [0, process.geteuid?.(), userBehindSudo(env)?.uid];
  for (let path = realpathSync(folder); path !== dirname(path); path = dirname(path)) {
    const { uid, mode } = statSync(path);
    const forAll = (mode & writableByAll) !== 0 && (mode & sticky) === 0;
    if (trusted.includes(uid) && !forAll) continue;
    const fix = forAll ? `chmod +t ${path}; or name` : 'Name';
    throw new Failure('missing', `${folder} can't be trusted: other users can replace what is in ${path}.`, {
      hint: `${fix} another folder: ${variable}=DIR`,
    });
  }
}
