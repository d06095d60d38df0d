import * as z from 'zod';
import { appOf, isSample, type SampleApp } from './app-schema.ts';
import { expectSchema } from './expect-schema.ts';
import { isRequests, loadOf, type Requests } from './load-schema.ts';
import { recorded, text, written, type Units } from './measures.ts';

export * from './expect-schema.ts';

/**
 * Source of the app's heap figure, in the words of `exec --heap`. The sample app reports it on its own page
 * (`auto`, `node`); `url` is another page, or a path of the app's, and `metric` the figure's name there.
 */
const heap = z.union(
  [
    z.enum(['auto', 'none', 'node', 'jvm']),
    z.strictObject({
      url: z.string().regex(/^(?:\/|https?:\/\/.)/, 'must be a path or a URL'),
      metric: z.string().regex(/^[a-zA-Z_:][\w:]*$/, 'must be the name of a metric'),
    }),
  ],
  { error: 'must be auto, none, node, jvm, or { url: /metrics, metric: NAME }' },
);

/** `none` is the default of an app of one's own. */
const media = ['memory', 'shm', 'disk', 'pvc', 'container-fs', 'none'] as const;

const scratchOf = (units: Units) =>
  units.object({
    /**
     * `memory` is a tmpfs (emptyDir medium Memory), `shm` a container's /dev/shm (a 64 MiB tmpfs); `disk` and `pvc`
     * are a file system on a disk, `container-fs` the container's writable layer.
     */
    medium: z.enum(media),
    /** Where an app of one's own sees it; the sample app is told. */
    at: z
      .string()
      .regex(/^\/[^\s]+$/, 'must be an absolute path')
      .exactOptional(),
    sizeLimit: units.size.nullable().default(null),
    /** Limits writes to a disk of its own; null takes the disk as it is. */
    writeSpeed: units.speed.nullable().default(null),
  });

const patchFile = text.regex(/^[^\0\n]+$/, 'must be the path of a file');

/** The setup of an arm; the same for the baseline and, after its change, every other arm. */
const setupOf = (units: Units) =>
  units.object({
    app: appOf(units),
    memory: units.size,
    scratch: scratchOf(units).default({ medium: 'none', sizeLimit: null, writeSpeed: null }),
    load: loadOf(units),
    /** Default `auto`. */
    heap: heap.exactOptional(),
    /** Strategic merge patches of the manifests: files beside the scenario. */
    patch: z.union([patchFile.transform((file) => [file]), z.array(patchFile)]).exactOptional(),
  });
export const setupSchema = setupOf(written);
export const recordedSetup = setupOf(recorded);
export type Setup = z.output<typeof setupSchema>;
export type Scratch = Setup['scratch'];
/** The setup of the sample app, which always has a volume and gets requests. */
export interface SampleSetup extends Setup {
  app: SampleApp;
  load: Requests;
}

/** A setup that is known to be of the sample app. */
export function asSample(setup: Setup): SampleSetup {
  if (!isSampleSetup(setup)) throw new Error('this is not the sample app');
  return setup;
}

/** Whether a setup is of the sample app, of which it is known what each request leaves. */
export function isSampleSetup(setup: Setup): setup is SampleSetup {
  return isSample(setup.app) && isRequests(setup.load);
}

const kernel = z.string().regex(/^\d+\.\d+$/, 'must be a kernel version such as "6.13"');

/** Hosts for which expectations differ, and why. All conditions must hold. */
const hostCaseSchema = z.strictObject({
  cgroup: z.union([z.literal(1), z.literal(2)]).optional(),
  /** MGLRU, by /sys/kernel/mm/lru_gen/enabled. */
  'lru-gen': z.enum(['on', 'off']).optional(),
  /** From this kernel on, such as "6.1". */
  'kernel-from': kernel.optional(),
  /** Before this kernel. */
  'kernel-before': kernel.optional(),
  because: text,
  expect: expectSchema,
});
export type HostCase = z.output<typeof hostCaseSchema>;

const armSchema = z.strictObject({
  title: text.optional(),
  /** Merged into the baseline, key by key, then validated. */
  change: z.record(z.string(), z.unknown()).default({}),
  expect: expectSchema,
  /** Expectations in place of `expect`; the first case that fits the host applies. */
  'expect-where': z.array(hostCaseSchema).default([]),
});

const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
/** The naming rule for scenarios and arms, in words. */
export const namedSo = 'named in a-z, 0-9 and -, up to 40';

/** Why a text can't name a scenario, which is named like its folder; else null. */
export function nameProblem(name: string): string | null {
  return namePattern.test(name) ? null : `a scenario is ${namedSo}`;
}

export const scenarioSchema = z.strictObject({
  title: text,
  /** What happens, and why, told to the reader. */
  story: text.default(''),
  ...setupSchema.shape,
  arms: z.record(z.string().regex(namePattern, `an arm is ${namedSo}`), armSchema),
});
export type ParsedScenario = z.output<typeof scenarioSchema>;
