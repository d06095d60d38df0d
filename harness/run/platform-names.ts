export type PlatformName = 'kind' | 'docker' | 'cgroup' | 'scripted';

/** The order in which `auto` tries them; the last is taken in any case. */
export const platformNames: PlatformName[] = ['kind', 'docker', 'cgroup'];
