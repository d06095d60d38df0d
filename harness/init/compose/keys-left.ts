import type { ComposeService } from './service.ts';

/** Keys that a scenario has a word for. */
const known = new Set(
  'image command environment ports expose tmpfs shm_size mem_limit user read_only depends_on'.split(' '),
);

/** The keys of a service that are not taken; of `volumes` a tmpfs is, and of `deploy` the memory limit. */
export function keysLeft(service: ComposeService): string[] {
  const { volumes, deploy } = service;
  const mounts = (volumes ?? []).filter((one) => typeof one === 'string' || one.type !== 'tmpfs');
  const hasMore = Object.keys(deploy ?? {}).some((key) => key !== 'resources');
  const others = Object.keys(service).filter(
    (key) => !known.has(key) && !key.startsWith('x-') && key !== 'volumes' && key !== 'deploy',
  );
  return [
    ...(mounts.length > 0 ? ['volumes'] : []),
    ...(hasMore ? ['deploy, but for its memory'] : []),
    ...others,
  ];
}
