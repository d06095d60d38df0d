import { socketWhy } from '../docker-daemon/rights.ts';
import { appRight, loadRight, type Right } from '../rights.ts';

export const rights: Right[] = [
  { takes: 'docker', step: 'cluster, images', why: socketWhy },
  appRight,
  {
    takes: 'none',
    step: 'sampler',
    why: 'only reads memory.* files, here or in a pod that has them read-only',
  },
  {
    ...loadRight,
    step: 'k6, kubectl',
    why: 'with your rights; kubectl gets the cluster from the run, and reads no kubeconfig of yours',
  },
];
