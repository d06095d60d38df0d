import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../errors.ts';
import { userBehindSudo } from '../process/step-down.ts';

const sticky = 0o1000;
const writableByAll = 0o002;

/**
 * Throws a Failure of kind `missing` where another user than root, this one and the one behind `sudo` can put another
 * folder in the place of one that programs are to run from: who owns a folder above it, or anybody where all may write
 * one and it is not sticky. `variable` names another place.
 */
export function refuseSwappable(folder: string, variable: string, env: NodeJS.ProcessEnv): void {
  const trusted = [0, process.geteuid?.(), userBehindSudo(env)?.uid];
  for (let path = realpathSync(folder); path !== dirname(path); path = dirname(path)) {
    const { uid, mode } = statSync(path);
    const forAll = (mode & writableByAll) !== 0 && (mode & sticky) === 0;
    if (trusted.includes(uid) && !forAll) continue;
    const mend = forAll ? `chmod +t ${path}; or name` : 'Name';
    throw new Failure('missing', `${folder} can't be trusted: other users can replace what is in ${path}.`, {
      hint: `${mend} another folder: ${variable}=DIR`,
    });
  }
}
