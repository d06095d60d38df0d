import type { Draft, MemoryVolume, OwnFile, PatchTarget } from './draft.ts';
import type { LoadDraft } from './load.ts';
import { patchFile } from './patch-file.ts';
import { quantityOf, wholeMebibytes } from './quantity.ts';

/** An arm of the scenario to write. */
export interface ArmDraft {
  name: string;
  title?: string;
  comment?: string[];
  change?: Record<string, unknown>;
  expect: Record<string, unknown>;
  patch?: OwnFile;
}

/** The failure, and what may end it, made from what is there. */
export function armsOf(draft: Draft, limitBytes: number, load: LoadDraft): ArmDraft[] {
  const { volumes, patched } = draft;
  const share = wholeMebibytes(limitBytes / 2 / Math.max(1, volumes.length));
  return [
    baselineOf(volumes, limitBytes),
    ...volumes.flatMap((volume) => [
      onDisk(volume, draft),
      ...(volume.sizeBytes !== null && volume.sizeBytes <= share
        ? []
        : [sizeLimit(volume, draft, share, 'none' in load.value)]),
    ]),
    headroom(volumes, patched, limitBytes),
    ...(load.halfRate === null ? [] : [halfLoad(load.halfRate)]),
  ];
}

/** Its cause is known where one volume may hold the greater part of the limit. */
function baselineOf([volume, another]: MemoryVolume[], limitBytes: number): ArmDraft {
  const outcome = ['oom-killed', 'child-oom-killed'];
  if (volume && !another && (volume.sizeBytes ?? limitBytes) > limitBytes / 2)
    return { name: 'baseline', expect: { outcome, cause: 'tmpfs' } };
  return {
    name: 'baseline',
    comment: ['EDIT: once you know what fills the limit, add cause: tmpfs, heap, native, ...'],
    expect: { outcome },
  };
}

/** With the volume's name where there are several, or its number if that name can't be part of an arm's. */
function nameOf(lever: string, volume: MemoryVolume, { volumes }: Draft): string {
  if (volumes.length === 1) return lever;
  const isFit = /^[a-z0-9](?:[a-z0-9-]{0,26}[a-z0-9])?$/.test(volume.name);
  return `${lever}-${isFit ? volume.name : volumes.indexOf(volume) + 1}`;
}

function onDisk(volume: MemoryVolume, draft: Draft): ArmDraft {
  const name = nameOf('on-disk', volume, draft);
  const { patched } = draft;
  const own = { volumes: [{ name: volume.name, emptyDir: { medium: '' } }] };
  return {
    name,
    title: `${volume.at} on a disk`,
    ...(patched === null
      ? { change: { scratch: { medium: 'disk', ...(volume.sizeBytes === null ? {} : { sizeLimit: null }) } } }
      : byPatch(
          patchFile(name, patched, own, [`The volume ${volume.name} (${volume.at}) on the node's disk.`]),
        )),
    expect: { outcome: 'survived' },
  };
}

function sizeLimit(volume: MemoryVolume, draft: Draft, bytes: number, isAlone: boolean): ArmDraft {
  const name = nameOf('size-limit', volume, draft);
  const { patched } = draft;
  const size = quantityOf(bytes);
  const own = { volumes: [{ name: volume.name, emptyDir: { sizeLimit: size } }] };
  return {
    name,
    title: `${volume.at} holds ${size} at most`,
    comment: [
      isAlone
        ? 'A full volume refuses writes instead of filling the limit, and the app may end by that.'
        : 'A full volume refuses writes instead of filling the limit: disk-full, if requests fail then.',
    ],
    ...(patched === null
      ? { change: { scratch: { sizeLimit: size } } }
      : byPatch(
          patchFile(name, patched, own, [`The volume ${volume.name} (${volume.at}) refuses more than this.`]),
        )),
    expect: { outcome: ['survived', isAlone ? 'exited' : 'disk-full'] },
  };
}

/** Room for all that the volumes may hold; where that is not known, twice the memory. */
function headroom(volumes: MemoryVolume[], patched: PatchTarget | null, limitBytes: number): ArmDraft {
  const held = volumes.reduce<number | null>(
    (sum, { sizeBytes }) => (sum === null || sizeBytes === null ? null : sum + sizeBytes),
    volumes.length === 0 ? null : 0,
  );
  const memory = quantityOf(limitBytes + (held ?? limitBytes));
  const title =
    held === null
      ? 'twice the memory'
      : `room for all that the ${volumes.length === 1 ? 'volume' : 'volumes'} may hold`;
  const name = 'headroom';
  const change = { memory };
  if (patched === null) return { name, title, change, ...laterIf(held === null) };
  const limits = { limits: { memory } };
  const own = { containers: [{ name: patched.container, resources: limits }] };
  const patch = patchFile(name, patched, own, [`${sentence(title)}.`]);
  return { name, title, change: { ...change, patch: patch.path }, patch, ...laterIf(held === null) };
}

function halfLoad(rate: string): ArmDraft {
  return { name: 'half-load', title: 'half the load', change: { load: { rate } }, ...laterIf(true) };
}

/** What only helps an app that gives memory back in time; others die later. */
function laterIf(isOpen: boolean): Pick<ArmDraft, 'comment' | 'expect'> {
  if (!isOpen) return { expect: { outcome: 'survived' } };
  return {
    comment: ['Later, or not at all. If it must hold, say { outcome: survived }.'],
    expect: { outcome: ['survived', 'oom-killed', 'child-oom-killed'], 'later-than': 'baseline' },
  };
}

function byPatch(patch: OwnFile): Pick<ArmDraft, 'change' | 'patch'> {
  return { change: { patch: patch.path }, patch };
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
