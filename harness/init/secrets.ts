import * as z from 'zod';
import type { KubernetesObject } from './objects.ts';
import type { PodSpec } from './pod-spec.ts';

const placeholder = 'not-copied';
const keyed = z.record(z.string(), z.unknown()).nullish();

/** A Secret whose values are placeholders: a scenario's folder is no place for secrets. */
export function withoutSecret(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Secret') return object;
  const keys = ['data', 'stringData'].flatMap((name) => Object.keys(keyed.parse(object[name]) ?? {}));
  return secretOf(object.metadata.name, keys);
}

/** An Opaque one, as the API would refuse placeholders in one of another type. */
function secretOf(name: string, keys: string[]): KubernetesObject {
  const stringData = Object.fromEntries(keys.map((key) => [key, placeholder]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type: 'Opaque', stringData };
}

/** What a pod refers to, by name. */
export interface References {
  secrets: Map<string, Set<string>>;
  configMaps: Set<string>;
  claims: Set<string>;
}

/** Everything that a pod can't start without. */
export function referencesOf({ containers, initContainers, volumes }: PodSpec): References {
  const found: References = { secrets: new Map(), configMaps: new Set(), claims: new Set() };
  const secret = (name: string, keys: string[]) => {
    const known = found.secrets.get(name) ?? new Set();
    found.secrets.set(name, new Set([...known, ...keys]));
  };
  for (const { env, envFrom } of [...containers, ...(initContainers ?? [])]) {
    for (const { valueFrom } of env ?? []) {
      if (valueFrom?.secretKeyRef) secret(valueFrom.secretKeyRef.name, [valueFrom.secretKeyRef.key ?? '']);
      if (valueFrom?.configMapKeyRef) found.configMaps.add(valueFrom.configMapKeyRef.name);
    }
    for (const { secretRef, configMapRef } of envFrom ?? []) {
      if (secretRef) secret(secretRef.name, []);
      if (configMapRef) found.configMaps.add(configMapRef.name);
    }
  }
  for (const { secret: own, configMap, persistentVolumeClaim, projected } of volumes ?? []) {
    if (own) secret(own.secretName, keysOf(own.items));
    if (configMap) found.configMaps.add(configMap.name);
    if (persistentVolumeClaim) found.claims.add(persistentVolumeClaim.claimName);
    for (const source of projected?.sources ?? []) {
      if (source.secret) secret(source.secret.name, keysOf(source.secret.items));
      if (source.configMap) found.configMaps.add(source.configMap.name);
    }
  }
  return found;
}

function keysOf(items: { key: string }[] | null | undefined): string[] {
  return (items ?? []).map(({ key }) => key);
}

/** A placeholder for each Secret that a pod refers to, with the keys that it names. */
export function placeholdersOf({ secrets }: References): KubernetesObject[] {
  return [...secrets].map(([name, keys]) => secretOf(name, [...keys].filter(Boolean)));
}
