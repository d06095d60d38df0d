import type { PlatformName } from '../../run/platform-names.ts';

/** One step of a run, and the least privilege that it needs. */
export interface Right {
  /**
   * `docker`: write access to Docker's socket. `none`: if the harness is root, the step drops that first. `yours`:
   * it needs none, and runs with those of the harness's user.
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
 * The rights that each step of a run needs, per platform, and why, in display order. Sampling reads `memory.*`
 * files, which are world-readable.
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
