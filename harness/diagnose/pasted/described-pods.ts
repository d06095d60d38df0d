import { parseBytes } from '../../scenario/units.ts';
import type { End } from '../kubernetes/pod-object.ts';
import type { ContainerFacts, PodFacts, VolumeFacts } from './pod-facts.ts';

/** Fields of a container that begin a group of fields, and end the one before. */
const groups = new Set(['State', 'Last State', 'Limits', 'Requests', 'Mounts']);
const plainFields =
  /^(?:Container ID|Image|Image ID|Ports?|Host Ports?|Command|Args|Ready|Restart Count|Liveness|Readiness|Startup|Environment|Environment Variables from|Devices|Optional|Allocated Resources)$/;
const sections =
  /^(?:Init Containers|Containers|Ephemeral Containers|Conditions|Volumes|QoS Class|Node-Selectors|Tolerations|Events)$/;
const mostPods = 200;

/**
 * Pods as `describe pod` prints them. Read by the names of its fields and not by their depth: many a page has lost its
 * indents on its way here.
 */
export function describedPods(lines: readonly string[]): PodFacts[] {
  const pods: PodFacts[] = [];
  let reader: Reader | null = null;
  for (const [index, line] of lines.entries()) {
    if (reader === null && !line.includes('Name:')) continue;
    const [, key = '', value = ''] = /^\s*([A-Za-z][^:]{0,80}|\S[^:\s]{0,80}):(?:\s+(.*))?$/.exec(line) ?? [];
    if (key === 'Name' && /^\s*Namespace:\s/.test(lines[index + 1] ?? '')) {
      if (pods.length >= mostPods) break;
      reader = readerOf(value);
      pods.push(reader.pod);
    } else if (reader !== null) readLine(reader, key, value, line);
  }
  // A pasted part of a page may begin at its containers.
  return pods.filter(({ containers }) => containers.length > 0);
}

interface Reader {
  pod: PodFacts;
  section: string;
  group: string;
  container: ContainerFacts | null;
  volume: VolumeFacts | null;
  state: End | null;
}

function readerOf(name: string): Reader {
  const none = { namespace: null, node: null, uid: null, runtimeClass: null, reason: null, message: null };
  const pod: PodFacts = { name, ...none, containers: [], volumes: [] };
  return { pod, section: '', group: '', container: null, volume: null, state: null };
}

function readLine(reader: Reader, key: string, value: string, line: string): void {
  if (sections.test(key)) {
    Object.assign(reader, { section: key, group: '', container: null, volume: null });
  } else if (reader.section === '') readPodField(reader.pod, key, value);
  else if (reader.section.endsWith('ontainers')) readContainerLine(reader, key, value, line);
  else if (reader.section === 'Volumes') readVolumeLine(reader, key, value);
}

function readPodField(pod: PodFacts, key: string, value: string): void {
  if (key === 'Namespace') pod.namespace = value;
  if (key === 'Node') pod.node = value.split('/')[0] ?? null;
  if (key === 'Runtime Class Name') pod.runtimeClass = value;
  if (key === 'Reason') pod.reason = value;
  if (key === 'Message') pod.message = value;
}

function readContainerLine(reader: Reader, key: string, value: string, line: string): void {
  const { container, group } = reader;
  const [, path, volume] = /^\s*(\/\S*) from (\S+)/.exec(line) ?? [];
  if (path !== undefined && volume !== undefined) {
    container?.mounts.push({ path, volume });
    return;
  }
  if (groups.has(key)) {
    reader.group = key;
    reader.state = null;
    // `Last State` comes after `State`, and is older.
    if (value === 'Terminated' && container) {
      reader.state = { reason: null, exitCode: null, startedAt: null, finishedAt: null };
      if (key === 'Last State') container.ends.unshift(reader.state);
      else container.ends.push(reader.state);
    }
  } else if (group.endsWith('State') && /^(?:Reason|Message|Signal|Exit Code|Started|Finished)$/.test(key)) {
    readState(reader.state, key, value);
  } else if ((group === 'Limits' || group === 'Requests') && /^[a-z]/.test(key) && value !== '') {
    if (key === 'memory' && container)
      container[group === 'Limits' ? 'limitBytes' : 'requestBytes'] = parseBytes(value);
  } else if (plainFields.test(key)) {
    reader.group = key;
    if (key === 'Container ID' && container) container.id = /([0-9a-f]{12,})/.exec(value)?.[1] ?? null;
    if (key === 'Restart Count' && container) container.restarts = Number(value) || 0;
  } else if (value === '' && /^[a-z0-9][-a-z0-9]*$/.test(key)) {
    reader.container = {
      name: key,
      id: null,
      limitBytes: null,
      requestBytes: null,
      restarts: null,
      ends: [],
      mounts: [],
    };
    reader.pod.containers.push(reader.container);
    reader.group = '';
  }
}

function readState(state: End | null, key: string, value: string): void {
  if (state === null) return;
  if (key === 'Reason') state.reason = value;
  if (key === 'Exit Code') state.exitCode = /^\d+$/.test(value) ? Number(value) : null;
  if (key === 'Started') state.startedAt = value;
  if (key === 'Finished') state.finishedAt = value;
}

function readVolumeLine(reader: Reader, key: string, value: string): void {
  if (value === '' && /^[a-z0-9][-a-z0-9]*$/.test(key)) {
    reader.volume = { name: key, inMemory: false, sizeLimitBytes: null };
    reader.pod.volumes.push(reader.volume);
  }
  if (reader.volume === null) return;
  if (key === 'Medium') reader.volume.inMemory = value === 'Memory';
  if (key === 'SizeLimit') reader.volume.sizeLimitBytes = parseBytes(value);
}
