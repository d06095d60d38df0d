export type PlatformName = 'kind' | 'docker' | 'cgroup' | 'scripted';

/** What `auto` tries, in this order; the last one is taken in any case. */
export const platformNames: PlatformName[] = ['kind', 'docker', 'cgroup'];
