import type { TargetLine } from '../recording/types.ts';

/** A living thing that was found: what its line in the recording tells, and how it is sampled. */
export interface FoundTarget extends Omit<TargetLine, 'kind' | 'arm' | 'atMs' | 'wallMs'> {
  cgroup: string;
  cgroupVersion: 1 | 2;
  /** Its cgroup may go and come again under the same name, as with each restart. */
  comesAgain: boolean;
  /** When what it is made of began, by the wall clock: files changed before are not its own. */
  sinceMs: number;
  /** The end of its path that no other cgroup has, as the kernel's log names it. */
  logName: string;
}

/** How a user names a target. */
export interface TargetRequest {
  kind: 'pod' | 'container' | 'unit' | 'pid' | 'cgroup';
  name: string;
  /** For a pod: where it is. */
  cluster?: ClusterRequest;
}

export interface ClusterRequest {
  /** `pod`, `deploy`, `sts`, ...: what `name` is the name of. */
  resource: string;
  namespace?: string | undefined;
  container?: string | undefined;
  context?: string | undefined;
  kubeconfig?: string | undefined;
}
