import { join, resolve } from 'node:path';
import type { Host } from '../host.ts';
import { builtFolder } from '../../package/folder.ts';
import type { Asked } from '../../recording/run-lines.ts';
import { isByName, isByNpm, toolCommand } from '../../package/tool-command.ts';
import type { RunFlags } from './run-flags.ts';

const bin = join(builtFolder, 'not-a-leak.mjs');

/** How to ask for a run again, with the choices it made spelt out and folders as absolute paths. */
export function askedRun(
  host: Host,
  named: readonly string[],
  { on, load, ...options }: Omit<RunFlags, 'on' | 'load'> & { on: string; load: string },
): Asked {
  const path = (folder: string | undefined) => (folder === undefined ? undefined : resolve(host.cwd, folder));
  const values: [string, string | number | undefined][] = [
    ['--on', on],
    ['--load', load === 'builtin' || load === 'k6' ? load : undefined],
    ...[options.arm ?? []].flat().map((name): [string, string] => ['--arm', name]),
    ['--jobs', options.jobs],
    ['--stretch', options.stretch],
    ['--against', path(options.against)],
    ['--repeat', options.repeat],
    ['--seed', options.seed],
    ['--scratch-dir', path(options.scratchDir)],
    ['--image', options.image],
    ['--cluster', options.cluster],
    ['--out', path(options.out)],
  ];
  const flags = [
    ...(options.all ? ['--all'] : []),
    ...(options.keep ? ['--keep'] : []),
    ...(options.keepOnFailure ? ['--keep-on-failure'] : []),
  ];
  const scenarios = named.map((name) => (/\/|\.yaml$/.test(name) ? resolve(host.cwd, name) : name));
  const given = values.flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)]));
  return { ...askedBy(host), args: [...scenarios, ...given, ...flags] };
}

/** How the tool was started: by npm in its checkout, or by name or file from anywhere. */
export function askedBy({ env, program }: Pick<Host, 'env' | 'program'>): Omit<Asked, 'args'> {
  const sudo = env['SUDO_UID'] !== undefined;
  if (isByNpm(env)) return { sudo, bin: null };
  return isByName(program) ? { sudo, bin, command: toolCommand(env, program) } : { sudo, bin };
}
