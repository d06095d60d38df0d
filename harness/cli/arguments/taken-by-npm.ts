import { Failure } from '../../errors.ts';
import { isByNpm } from '../../package/tool-command.ts';

const options =
  'load arm jobs repeat stretch seed scratch-dir image cluster keep keep-on-failure kept memory scratch shm-size timeout heap heap-url out result report pass-exit-code detach json dry-run'.split(
    ' ',
  );

/**
 * In `npm run repro --keep`, without a `--` before it, npm takes the option as its own, sets a variable, and runs
 * the script without it. Throws a usage Failure: the run would not be the one asked for.
 */
export function refuseTakenByNpm(env: Record<string, string | undefined>): void {
  if (!isByNpm(env)) return;
  const taken = options.filter((name) => env[`npm_config_${name.replaceAll('-', '_')}`]);
  if (taken.length === 0) return;
  const words = taken.map((name) => `--${name}`).join(' ');
  throw new Failure('usage', `npm took ${words} for itself.`, {
    hint: `Put -- before the options of the tool: npm run repro -- ${words} ...`,
  });
}
