import { socketWhy } from '../docker-daemon/rights.ts';
import { appRight, loadRight, type Right } from '../rights.ts';

export const rights: Right[] = [
  { takes: 'docker', step: 'containers, volumes', why: socketWhy },
  {
    takes: 'root',
    step: 'shared limit',
    why: 'optional: only root may make the cgroup that the lives share',
  },
  appRight,
  {
    takes: 'none',
    step: 'sampler',
    why: 'only reads memory.* files, here or in a container that has them read-only',
  },
  loadRight,
];
