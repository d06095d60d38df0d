import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import type { Tool } from './tool.ts';

/** What is left of the runs of a bench on this host, looked for without the help of any ledger. */
export function traces(tool: Tool): string[] {
  const names = [...tool.runs];
  const named = (text: string) => names.some((name) => text.includes(name));
  return [
    ...processes(tool.temporary).map((line) => `process ${line}`),
    ...lines('/proc/self/mountinfo').filter((line) => named(line) || line.includes(tool.temporary)),
    ...listed`losetup --list --noheadings --output NAME,BACK-FILE`.filter(named),
    ...folders('/sys/fs/cgroup', 5).filter(named),
    // Whatever is there, of whichever program, but the cache of the one that runs TypeScript.
    ...inFolder(tool.temporary, (name) => !name.startsWith('tsx-')),
    ...inFolder(process.cwd(), (name) => name.startsWith('not-a-leak-')),
    ...ledgers(tool.state),
    ...lines(join(homedir(), '.kube/config')).filter(named),
    ...[join(homedir(), '.kube/config.lock')].filter(existsSync),
    ...listed`docker ps --all --format 'container {{.Names}}'`.filter(named),
    ...listed`docker volume ls --format 'volume {{.Name}}'`.filter(named),
    ...listed`docker network ls --format 'network {{.Name}}'`.filter(named),
    ...listed`docker image ls --quiet --filter dangling=true --filter label=org.opencontainers.image.title=not-a-leak-app`,
  ];
}

function inFolder(folder: string, isTrace: (name: string) => boolean): string[] {
  return readdirSync(folder)
    .filter(isTrace)
    .map((name) => join(folder, name));
}

/** Ledgers that hold more than the app's image, which is kept for the next run. */
function ledgers(state: string): string[] {
  if (!existsSync(state)) return [];
  return readdirSync(state)
    .map((name) => join(state, name))
    .filter((file) => !lines(file).some((line) => line.startsWith('{"keep"')));
}

function processes(temporary: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    const mine = /^\d+$/.test(pid) && lines(`/proc/${pid}/environ`).join('').includes(temporary);
    return mine ? [`${pid} ${lines(`/proc/${pid}/cmdline`).join('').replaceAll('\0', ' ')}`] : [];
  });
}

/** All folders below one, in so many levels. */
function folders(root: string, levels: number): string[] {
  if (levels === 0 || !existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [join(root, name), ...folders(join(root, name), levels - 1)]);
}

/** None where the program is not there, or fails. */
function listed(pieces: TemplateStringsArray): string[] {
  const { ok, stdout } = $.sync({ nothrow: true, quiet: true, prefix: 'timeout 20 ' })(pieces);
  return ok ? stdout.split('\n').filter(Boolean) : [];
}

/** None of a file that is gone, or that may not be read. */
function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
