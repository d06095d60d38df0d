import { isSample, type OwnApp } from './app-schema.ts';
import { isRequests, type LoadSetup } from './load-schema.ts';
import { serves } from './modes.ts';
import type { Problem } from './problems.ts';
import { isSampleSetup, type SampleSetup, type Setup } from './schema.ts';

/** Well-formed but contradictory values of a setup. */
export function setupContradictions(setup: Setup): Problem[] {
  const { app, scratch, load } = setup;
  return [
    ...(isSample(app) ? ofSample(setup) : ofOwn(setup, app)),
    ...problemsAt([
      [isRequests(load) && load.ramp > load.for, 'load.ramp', 'is longer than load.for'],
      [
        scratch.medium !== 'memory' && scratch.sizeLimit !== null,
        'scratch.sizeLimit',
        'only a memory-backed volume is mounted with its size as a limit',
      ],
      [
        scratch.medium !== 'disk' && scratch.writeSpeed !== null,
        'scratch.writeSpeed',
        'only scratch of medium disk can be slowed',
      ],
    ]),
  ];
}

function ofSample(setup: Setup): Problem[] {
  const { scratch, heap, load, patch } = setup;
  const ofAny = problemsAt([
    [scratch.medium === 'none', 'scratch', 'is missing; the sample app needs a volume'],
    [scratch.at !== undefined, 'scratch.at', 'the sample app is told where its volume is; leave it out'],
    [heap === 'jvm', 'heap', 'the sample app runs on Node and has no JVM heap; use auto'],
    [patch !== undefined, 'patch', 'only an app by manifests can be patched'],
    [!isRequests(load), 'load', 'the sample app takes requests: rate, for, and body or none'],
  ]);
  return [...ofAny, ...(isSampleSetup(setup) ? ofItsLoad(setup) : [])];
}

function ofItsLoad({ app, memory, load }: SampleSetup): Problem[] {
  const reads = serves(app.mode);
  const own = (['method', 'path', 'headers', 'bodyFile'] as const).filter((key) => load[key] !== undefined);
  return problemsAt([
    [reads && load.body !== null, 'load.body', `a "${app.mode}" app takes no uploads; leave body out`],
    [!reads && load.body === null, 'load.body', `is missing; a "${app.mode}" app takes uploads`],
    [
      reads && app.dataset <= memory,
      'app.dataset',
      'must be larger than memory, or reading it never reaches the limit',
    ],
    ...own.map((key): Claim => [true, `load.${key}`, 'the sample app has its own; leave it out']),
  ]);
}

function ofOwn({ scratch, load, patch }: Setup, app: OwnApp): Problem[] {
  const byManifests = 'manifests' in app;
  const hasVolume = scratch.medium !== 'none';
  return problemsAt([
    [byManifests && hasVolume, 'scratch', 'the volumes of an app by manifests are in the manifests'],
    [
      !byManifests && hasVolume && scratch.at === undefined,
      'scratch.at',
      'is missing: the folder where the app sees this volume',
    ],
    [
      scratch.medium === 'shm' && scratch.at !== undefined && scratch.at !== '/dev/shm',
      'scratch.at',
      'shared memory is at /dev/shm',
    ],
    [!byManifests && patch !== undefined, 'patch', 'only an app by manifests can be patched'],
    [
      isRequests(load) && app.port === undefined && !('command' in app),
      'app.port',
      'is missing: requests need to know where it listens',
    ],
    [
      isRequests(load) && load.body !== null && load.bodyFile !== undefined,
      'load.bodyFile',
      'leave out this or body: both are what a request sends',
    ],
    ...ofAddress(load, app),
    [
      'ready' in app && app.ready === 'tcp' && app.port === undefined && !('command' in app),
      'app.ready',
      'needs a port',
    ],
  ]);
}

/** What a load says of the app's address, where it has none. */
function ofAddress(load: LoadSetup, app: OwnApp): Claim[] {
  if (isRequests(load) || app.port !== undefined) return [];
  const { delivered } = load;
  const onPage = delivered !== undefined && 'metric' in delivered && delivered.url.startsWith('/');
  const isTold =
    'command' in app && ('command' in load || app.command.some((word) => word.includes('{port}')));
  const word = 'command' in load ? load.command.find((one) => /\{(?:url|host|port)\}/.test(one)) : undefined;
  return [
    [onPage && !isTold, 'load.delivered.url', 'needs app.port: where the app listens'],
    [word !== undefined && !isTold, 'load.command', `"${word}" needs app.port: where the app listens`],
  ];
}

type Claim = [holds: boolean, at: string, message: string];

/** A place that does not exist is shown at its parent's. */
function problemsAt(claims: Claim[]): Problem[] {
  return claims.flatMap(([holds, at, message]) =>
    holds ? [{ path: at.split('.'), message: `${at}: ${message}` }] : [],
  );
}
