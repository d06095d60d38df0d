export type PlatformName = 'kind' | 'docker' | 'cgroup' | 'scripted';

/** The order in which `auto` tries them; the last is taken in any case. */
export const platformNames: PlatformName[] = ['kind', 'docker', 'cgroup'];

/** The platforms that an option of RunOptions applies to; one that is not listed applies to all. */
export const platformsOf: Record<string, readonly PlatformName[]> = {
  image: ['kind'],
  cluster: ['kind'],
  keep: ['kind'],
  keepOnFailure: ['kind'],
  scratchDir: ['cgroup'],
  load: ['cgroup', 'docker', 'kind'],
};
