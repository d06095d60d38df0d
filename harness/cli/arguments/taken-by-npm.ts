import { Failure } from '../../errors.ts';
import { isByNpm } from '../../package/tool-command.ts';

const options =
  'load arm jobs repeat stretch seed scratch-dir image cluster keep keep-on-failure kept memory scratch shm-size timeout heap heap-url out result report pass-exit-code detach json dry-run'.split(
    ' ',
  );

/**
 * `npm run repro --keep`, without a `--` of its own: npm takes such an option for one of its own, tells the script of it
 * in a variable, and runs it without. Throws a usage Failure: a run without what was asked for may be the wrong one.
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
