import type { Recorder, TargetLine } from '../recording/types.ts';

/** What its line in the recording tells of a living thing. */
export interface TargetFacts extends Omit<TargetLine, 'kind' | 'arm' | 'atMs' | 'wallMs' | 'idle'> {
  /** Why nothing of it runs; undefined where it runs. */
  idle?: string | undefined;
  /** Asks its platform again once the look is over: it may have been restarted or replaced. */
  again?: () => Promise<LaterFacts>;
  /** Undoes what was made to look at it. */
  close?: () => Promise<void>;
}

export type LaterFacts = Partial<Pick<TargetFacts, 'restarts' | 'ends' | 'notes' | 'idle'>>;

/** A living thing whose cgroup is on this host, and how it is sampled. */
export interface LocalTarget extends TargetFacts {
  cgroup: string;
  cgroupVersion: 1 | 2;
  /** Its cgroup may go and come again under the same name, as with each restart. */
  comesAgain: boolean;
  /** When what it is made of began, by the wall clock: files changed before are not its own. */
  sinceMs: number;
  /** The end of its path that no other cgroup has, as the kernel's log names it. */
  logName: string;
  /** Of a pod, whose volumes outlive its containers. */
  podUid?: string;
}

/** One that is looked at from afar. */
export interface FarTarget extends TargetFacts {
  cgroup: null;
  watch: Watch;
}

/** Records what it sees of a target until its time is over. */
export type Watch = (record: Recorder, options: LookOptions) => Promise<void>;

export interface LookOptions {
  forMs: number;
  /** End with the first kill. */
  untilKill: boolean;
  signal: AbortSignal;
  /** The first facts are recorded. */
  seen: () => void;
}

export type FoundTarget = LocalTarget | FarTarget;

/** How a user names a target. */
export interface TargetRequest {
  kind: 'pod' | 'container' | 'unit' | 'pid' | 'cgroup';
  name: string;
  /** For a pod: where it is. */
  cluster?: ClusterRequest;
  /** How long it will be looked at. */
  forMs?: number;
}

export interface ClusterRequest {
  /** `pod`, `deploy`, `sts`, ...: what `name` is the name of. */
  resource: string;
  namespace?: string | undefined;
  container?: string | undefined;
  context?: string | undefined;
  kubeconfig?: string | undefined;
  /** The way to look; without it, the best that this user may go. */
  via?: PodWayName | undefined;
  /** The image of a reader pod; without it, that of the container. */
  image?: string | undefined;
}

export const podWayNames = ['host', 'reader', 'exec', 'kubelet'] as const;
export type PodWayName = (typeof podWayNames)[number];

/** How a target would be looked at. */
export interface DiagnosisPlan {
  /** Null if there is no way. */
  way: PodWayName | null;
  /** Objects of the cluster that would be made, and removed again. */
  makes: object[];
  /** Better ways, and why they are not gone. */
  passedOver: string[];
}
