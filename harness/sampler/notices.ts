/** A container's cgroup came or went. Not part of the recording: platforms make lives out of it. */
export interface ContainerNotice {
  kind: 'container';
  arm: string;
  /** The cgroup's folder; `pod` where the sampled cgroup itself is the container's. */
  level: string;
  atMs: number;
  state: 'seen' | 'gone';
  /** Kills counted in it so far. */
  oomKills: number;
}

export type Notice = Omit<ContainerNotice, 'kind' | 'arm'>;
