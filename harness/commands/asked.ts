import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '../host.ts';
import type { Asked } from '../recording/run-lines.ts';
import type { RunOptions } from './run.ts';

const bin = fileURLToPath(new URL('../../bin/not-a-leak.mjs', import.meta.url));

/** How a run is asked for again: as it was, with what it chose itself made plain, and folders as absolute paths. */
export function askedToRun(
  host: Host,
  named: readonly string[],
  { on, load, ...options }: Omit<RunOptions, 'on' | 'load'> & { on: string; load: string },
): Asked {
  const path = (folder: string | undefined) => (folder === undefined ? undefined : resolve(host.cwd, folder));
  const values: [string, string | number | undefined][] = [
    ['--on', on],
    ['--load', load === 'builtin' || load === 'k6' ? load : undefined],
    ...[options.arm ?? []].flat().map((name): [string, string] => ['--arm', name]),
    ['--jobs', options.jobs],
    ['--stretch', options.stretch],
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

/** How the tool itself was started: by npm in its checkout, or by its own file from anywhere. */
export function askedBy({ env }: Pick<Host, 'env'>): Omit<Asked, 'args'> {
  return { sudo: env['SUDO_UID'] !== undefined, bin: env['npm_lifecycle_event'] === 'repro' ? null : bin };
}
