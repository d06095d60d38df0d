import { dirname } from 'node:path/posix';
import type { ExecLine, Asked } from '../recording/types.ts';
import { shmBytes as defaultShmBytes } from '../scenario/media.ts';
import { quoted } from '../text/quoted.ts';
import type { RunFindings } from '../verdict/types.ts';

/** The command to run the same scenarios again, with the same load, uploads and pace. */
export function runAgain({ scenarios, platform, load, seed, asked }: RunFindings): string {
  if (asked) return `${starting(asked)} ${quoted(asked.args)}`;
  const names = scenarios.map(({ name, file }) =>
    file === `scenarios/${name}/scenario.yaml` ? name : dirname(file),
  );
  const arms = new Set(scenarios.flatMap((one) => one.arms.map(({ name }) => name)));
  // A scenario without its baseline was run with --arm; the recording does not tell more.
  const only = arms.has('baseline') ? [] : [...arms].flatMap((name) => ['--arm', name]);
  const seeded = seed === null ? [] : ['--seed', `${seed}`];
  const driven = load === 'builtin' || load === 'k6' ? ['--load', load] : [];
  return `npm run repro -- ${quoted([...names, '--on', platform, ...driven, ...seeded, ...only])}`;
}

/** The command to run a command again under the same limit. */
export function execAgain(exec: ExecLine): string {
  const { argv, limitBytes, scratch, shmBytes, timeoutMs, heapSource, asked } = exec;
  const where = scratch.flatMap((one) => ['--scratch', scratchWords(one)]);
  const isOther = typeof shmBytes === 'number' && shmBytes !== defaultShmBytes;
  const shm = isOther ? ['--shm-size', sizeWords(shmBytes)] : [];
  const timeout = timeoutMs === null ? [] : ['--timeout', `${timeoutMs}ms`];
  // `auto` is the default; recordings from before it existed had no source by default.
  const source = heapSource ?? 'none';
  const isUrl = source.includes('://');
  const heap = source === 'auto' ? [] : [isUrl ? '--heap-url' : '--heap', source];
  const limit = ['--memory', sizeWords(limitBytes)];
  const given = asked?.args ?? [];
  const flags = quoted([...limit, ...where, ...shm, ...timeout, ...heap, ...given, '--', ...argv]);
  return `${asked ? starting(asked, '-s ') : 'npm run -s repro --'} exec ${flags}`;
}

/** The command to judge the recording in a folder again and rewrite its reports. */
export function reportAgain(asked: Asked | null, folder: string): string {
  return `${asked ? starting(asked) : 'npm run repro --'} report ${quoted([folder])}`;
}

/** How the tool was started: by npm in its own folder, otherwise in a way that works anywhere. */
function starting({ sudo, bin, command }: Asked, silent = ''): string {
  const byFile = bin === null ? `npm run ${silent}repro --` : `node ${quoted([bin])}`;
  const program = command ?? byFile;
  return sudo ? `sudo env "PATH=$PATH" ${program}` : program;
}

function scratchWords(scratch: ExecLine['scratch'][number]): string {
  const size =
    scratch.medium === 'memory' && scratch.sizeBytes !== null ? `:${sizeWords(scratch.sizeBytes)}` : '';
  // A slash keeps a folder whose name ends like a size from being read as one.
  const slash = scratch.medium === 'memory' && size === '' && /:(?:\d[\w.]*|)$/.test(scratch.directory);
  return `${scratch.medium}:${scratch.directory}${slash ? '/' : ''}${size}`;
}

function sizeWords(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return Number.isInteger(mebibytes) ? `${mebibytes}Mi` : `${bytes}`;
}
