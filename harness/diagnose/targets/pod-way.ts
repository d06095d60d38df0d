import type { Caller } from '../../process/caller.ts';
import type { PodObject } from '../kubernetes/pod-object.ts';
import type { FarTarget, LocalTarget, PodWayName, TargetFacts } from '../target.ts';
import type { ClusterAsker } from './cluster-asker.ts';
import type { Access } from './pod-access.ts';

/** A pod, and all that a way to look at it may need. */
export interface PodContext {
  pod: PodObject;
  /** The container that its user names, if any. */
  container: string | undefined;
  ask: ClusterAsker;
  /** What is known of it however it is looked at. */
  facts: Omit<TargetFacts, 'via' | 'blindTo' | 'cgroup'>;
  by: Pick<Caller, 'env' | 'signal'>;
  /** For a reader pod; default: that of the container. */
  image: string | undefined;
  forMs: number;
}

/** A way to look at a pod. */
export interface PodWay {
  name: PodWayName;
  /** What its user must be allowed to do. */
  takes: (namespace: string) => Access[];
  /** The objects that it makes, and removes again. */
  makes: (context: PodContext, name: string) => object[];
  /** Throws a Failure if it can't be gone. */
  open: (context: PodContext) => Promise<LocalTarget | FarTarget>;
}
