import type { PlatformName } from '../../run/platform-names.ts';

/** One step of a run, and the least right that it takes. */
export interface Right {
  /**
   * `docker`: to write to Docker's socket. `none`: where the harness is root's, the step gives that up before it
   * begins. `yours`: it needs none, and has those of whoever runs the harness.
   */
  takes: 'root' | 'docker' | 'none' | 'yours';
  step: string;
  why: string;
}

const load: Right = {
  takes: 'yours',
  step: 'k6',
  why: "it, and a scenario's own load.ts, run with your rights; the builtin load gives up root",
};

const socket = "Docker's socket, of the group docker; whoever may write to it is as good as root";
const container = 'user 65532, no capabilities, no new privileges';

/**
 * What each step of a run on a platform takes, and why, in the order in which they are shown. Sampling reads
 * `memory.*` files, which the kernel lets everybody read.
 */
export const rights: Record<PlatformName, Right[]> = {
  cgroup: [
    { takes: 'root', step: 'make cgroups', why: 'only root may make them, limit them and move processes in' },
    { takes: 'root', step: 'mount', why: 'memory scratch is a tmpfs; on v1 a slow disk is a loop device' },
    {
      takes: 'root',
      step: "kernel's log",
      why: 'its table of a kill; without it the samples are the evidence',
    },
    {
      takes: 'none',
      step: 'app, builtin load',
      why: 'give root up for good: run as the user behind sudo, or under a uid that nobody else has',
    },
    { takes: 'none', step: 'sampler', why: 'only reads memory.* files, which everybody may' },
    load,
    { takes: 'yours', step: 'command of exec', why: 'runs with your rights: under sudo as root' },
  ],
  docker: [
    { takes: 'docker', step: 'containers, volumes', why: socket },
    {
      takes: 'root',
      step: 'shared limit',
      why: 'optional: only root may make the cgroup that the lives share',
    },
    { takes: 'none', step: 'app', why: container },
    {
      takes: 'none',
      step: 'sampler',
      why: 'only reads memory.* files, here or in a container that has them read-only',
    },
    load,
  ],
  kind: [
    { takes: 'docker', step: 'cluster, images', why: socket },
    { takes: 'none', step: 'app', why: container },
    {
      takes: 'none',
      step: 'sampler',
      why: 'only reads memory.* files, here or in a pod that has them read-only',
    },
    {
      ...load,
      step: 'k6, kubectl',
      why: 'with your rights; kubectl gets the cluster from the run, and reads no kubeconfig of yours',
    },
  ],
  scripted: [],
};
