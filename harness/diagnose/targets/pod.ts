import { Failure } from '../../errors.ts';
import type { Caller } from '../../process/caller.ts';
import { podObject, type PodObject } from '../kubernetes/pod-object.ts';
import type { ClusterRequest, DiagnosisPlan, FoundTarget, LaterFacts } from '../target.ts';
import { ClusterAsker } from './cluster-asker.ts';
import { findPodObject } from './find-pod-object.ts';
import { lackedOf, wordsOf } from './pod-access.ts';
import { askedLimit, containersOf, endsOf, idleOf, isSandboxed, notesOn, restartsOf } from './pod-object.ts';
import type { PodContext, PodWay } from './pod-way.ts';
import { exec } from './way-exec.ts';
import { host } from './way-host.ts';
import { kubelet } from './way-kubelet.ts';
import { reader } from './way-reader.ts';

/** Best first. */
export const ways: readonly PodWay[] = [host, reader, exec, kubelet];
const againMs = 5000;

type By = Pick<Caller, 'env' | 'signal'>;

/** A pod, or a container of it, to be looked at in the best way that its user may go. */
export async function findPodTarget(
  name: string,
  cluster: ClusterRequest,
  by: By,
  forMs = 0,
): Promise<FoundTarget> {
  const context = await contextOf(name, cluster, by, forMs);
  const passedOver: string[] = [];
  for await (const { way, lacks } of allowed(context)) {
    if (lacks === null) {
      try {
        const found = await way.open(context);
        return { ...found, blindTo: [...found.blindTo, ...passedOver] };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        passedOver.push(why(way, [error.message, error.hint].filter(Boolean).join(': ')));
      }
    } else passedOver.push(why(way, `not allowed: ${lacks}`));
  }
  throw new Failure('missing', `There is no way to look at ${context.pod.metadata.name}.`, {
    hint: `${passedOver.join('\n')}\nIts evidence can be pasted (diagnose -). The rights for it: rbac diagnose`,
  });
}

/** How it would be looked at, and what would be made for that. Makes nothing. */
export async function planPod(
  name: string,
  cluster: ClusterRequest,
  by: By,
  forMs: number,
): Promise<DiagnosisPlan> {
  const context = await contextOf(name, cluster, by, forMs);
  const passedOver: string[] = [];
  for await (const { way, lacks } of allowed(context)) {
    const isHere = way !== host || (await isOnHost(context));
    if (lacks === null && isHere)
      return { way: way.name, makes: way.makes(context, 'not-a-leak-reader-NAME'), passedOver };
    passedOver.push(why(way, lacks === null ? 'its cgroup is not on this host' : `not allowed: ${lacks}`));
  }
  return { way: null, makes: [], passedOver };
}

function why({ name }: PodWay, words: string): string {
  const what = {
    host: "this host's cgroups",
    reader: 'a reader pod',
    exec: 'exec',
    kubelet: "the kubelet's page",
  };
  return `${what[name]}: ${words.replaceAll('\n', ' ')}`;
}

async function isOnHost(context: PodContext): Promise<boolean> {
  try {
    await host.open(context);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** Each way with what its user lacks for it, in words. The API server is asked once, and only if need be. */
async function* allowed(context: PodContext) {
  const { via } = context.ask.cluster;
  const { namespace } = context.pod.metadata;
  const chosen = ways.filter(({ name }) => via === undefined || name === via);
  const far = chosen.filter((way) => way !== host);
  if (far.length < chosen.length) yield { way: host, lacks: null };
  const lacked = await lackedOf(
    context.ask,
    far.flatMap((way) => way.takes(namespace)),
  );
  const missing = new Set(lacked.map(wordsOf));
  for (const way of far) {
    const lacks = way
      .takes(namespace)
      .map(wordsOf)
      .filter((one) => missing.has(one));
    yield { way, lacks: lacks.length === 0 ? null : lacks.join(', ') };
  }
}

async function contextOf(name: string, cluster: ClusterRequest, by: By, forMs: number): Promise<PodContext> {
  const { container, image } = cluster;
  const ask = new ClusterAsker(cluster, by);
  const pod = await findPodObject(name, ask);
  refuseUnknown(pod, container);
  const { metadata, spec } = pod;
  const { namespace } = metadata;
  const target = {
    kind: 'pod' as const,
    name: metadata.name,
    namespace,
    ...(container === undefined ? {} : { container }),
    ...(spec.nodeName === undefined ? {} : { node: spec.nodeName }),
  };
  const remove = ask.command('delete', 'pod', metadata.name, '--namespace', namespace);
  const facts = {
    target,
    asked: askedLimit(pod, container),
    restarts: restartsOf(pod, container),
    ends: endsOf(pod, container),
    afresh:
      metadata.ownerReferences.length > 0 ? remove : `${remove}, and make it again, for nothing else does`,
    isSandboxed: isSandboxed(pod),
    notes: notesOn(pod),
    idle: idleOf(pod, container),
    again: () => askAgain(pod, container, ask),
  };
  return { pod, container, ask, facts, by, image, forMs };
}

function refuseUnknown(pod: PodObject, container: string | undefined): void {
  const { name } = pod.metadata;
  const all = containersOf(pod).map((one) => one.name);
  if (container !== undefined && !all.includes(container))
    throw new Failure('usage', `${name} has no container ${container}.`, {
      hint: `It has: ${all.join(', ')}`,
    });
  const { phase } = pod.status;
  if (phase !== 'Succeeded' && phase !== 'Failed') return;
  const ends = endsOf(pod).map((end) => `${end.container}: ${end.reason} ${end.exitCode}, ${end.finishedAt}`);
  throw new Failure('usage', `The pod ${name} has ended (${phase}).`, {
    hint: `${ends.join('\n')}\nWhat the kernel's log of its node says of it can be pasted: diagnose -`,
  });
}

/** What has become of it since. */
async function askAgain(
  before: PodObject,
  container: string | undefined,
  ask: ClusterAsker,
): Promise<LaterFacts> {
  const { name, namespace, uid } = before.metadata;
  const get = ['get', `pod/${name}`, '--namespace', namespace, '--output', 'json'];
  const { exitCode, stdout, stderr } = await ask.try(get, { timeoutMs: againMs });
  const notes = notesOn(before);
  if (exitCode !== 0) {
    if (!/NotFound/.test(stderr)) return {};
    return { notes: [...notes, 'it was deleted while it was looked at'], idle: 'it is gone' };
  }
  const now = podObject.parse(JSON.parse(stdout));
  if (now.metadata.uid !== uid)
    return {
      notes: [...notes, 'another of the same name took its place while it was looked at'],
      idle: 'it is gone',
    };
  const more = restartsOf(now, container) - restartsOf(before, container);
  const times = more === 1 ? 'once' : `${more} times`;
  return {
    restarts: restartsOf(now, container),
    ends: endsOf(now, container),
    notes: more > 0 ? [...notesOn(now), `it was restarted ${times} while it was looked at`] : notesOn(now),
    idle: idleOf(now, container),
  };
}
