import type { Environment } from '../../process/caller.ts';
import type { MemoryVolume } from '../draft.ts';
import { interpolate } from './interpolate.ts';
import type { ComposeService } from './service.ts';
import { composeBytes, containerPort, splitWords, tmpfsOf } from './values.ts';

const variableName = /^[A-Za-z_]\w*$/;

/** Its image, with the variables in its name. */
export function imageOf({ image }: ComposeService, env: Environment): string | null {
  return image === undefined ? null : interpolate(image, env).text;
}

/** Its variables; those whose values are not in the file, but in somebody's environment, are left. */
export function environmentOf({ environment }: ComposeService, env: Environment) {
  const pairs = Array.isArray(environment)
    ? environment.map((line): [string, string | null] => {
        const at = line.indexOf('=');
        return at === -1 ? [line, null] : [line.slice(0, at), line.slice(at + 1)];
      })
    : Object.entries(environment ?? {});
  const taken: Record<string, string> = {};
  const left: string[] = [];
  for (const [name, written] of pairs) {
    const value = written === null ? null : interpolate(written, env);
    if (value === null || value.outside.length > 0 || !variableName.test(name)) left.push(name);
    else taken[name] = value.text;
  }
  return { taken, left };
}

/** What replaces the image's CMD, a word each. */
export function argumentsOf({ command }: ComposeService, env: Environment): string[] | null {
  if (command === null || command === undefined) return null;
  const words = typeof command === 'string' ? splitWords(command) : command;
  return words.map((word) => interpolate(word, env).text);
}

/** The first TCP port that it publishes or exposes. */
export function portOf({ ports, expose }: ComposeService, env: Environment): number | null {
  const written = [...(ports ?? []), ...(expose ?? [])].map((one) =>
    typeof one === 'object' ? `${one.target}/${one.protocol ?? 'tcp'}` : interpolate(String(one), env).text,
  );
  return written.map(containerPort).find((port) => port !== null) ?? null;
}

/** Its tmpfs mounts, and a /dev/shm of a size of its own. */
export function memoryVolumesOf({ tmpfs, volumes, shm_size: shm }: ComposeService): MemoryVolume[] {
  const mounts = [tmpfs ?? []].flat().map(tmpfsOf);
  const long = (volumes ?? []).flatMap((one) => {
    if (typeof one === 'string' || one.type !== 'tmpfs' || one.target === undefined) return [];
    return [{ at: one.target, sizeBytes: composeBytes(one.tmpfs?.size ?? '') }];
  });
  const own = shm === undefined ? [] : [{ at: '/dev/shm', sizeBytes: composeBytes(shm) }];
  return [...mounts, ...long, ...own].map((volume) => ({ ...volume, name: volume.at }));
}

/** Its memory limit in bytes, and the key that has it. */
export function limitOf({ mem_limit: own, deploy }: ComposeService): { bytes: number; from: string } | null {
  const places = [
    ['deploy.resources.limits.memory', deploy?.resources?.limits?.memory],
    ['mem_limit', own],
  ] as const;
  const found = places.map(([from, written]) => ({ from, bytes: composeBytes(written ?? '') }));
  return found.flatMap(({ from, bytes }) => (bytes === null ? [] : [{ from, bytes }]))[0] ?? null;
}
