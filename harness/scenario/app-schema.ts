import * as z from 'zod';
import { mebibyte, text, type Units } from './measures.ts';
import { modes } from './modes.ts';

const sampleAppOf = (units: Units) =>
  units.object({
    mode: z.enum(modes),
    /** How long each upload's files, buffers or thread are kept. */
    retention: units.retention.default(60_000),
    /** How much data `read` and `mmap` serve. */
    dataset: units.size.default(256 * mebibyte),
    /** Temporary files that `temp` writes per upload. */
    stages: z.int().min(1).max(16).default(1),
    /** Stack size of each thread in `threads`. */
    stack: units.size.default(4 * mebibyte),
    /** Clients of `sockets` that never read. */
    subscribers: z.int().min(1).max(10_000).default(50),
    /** Where `log` writes. */
    logTo: z.enum(['file', 'stdout']).default('file'),
    /** Each life empties the volume first. */
    cleanAtStart: z.boolean().default(false),
  });

const port = z.int({ error: 'must be a port, from 1 to 65535' }).min(1).max(65_535);
const path = z.string().regex(/^\/[^\s]*$/, 'must be a path that begins with /');
const argv = z.array(z.string()).min(1, 'must name a program');
const filePath = text.regex(/^[^\0\n]+$/, 'must be the path of a file or folder');

const ready = z.union([path, z.literal('tcp'), z.literal('started'), argv], {
  error: 'must be a path such as /healthz, tcp, started, or a command as a list of words',
});

/** Variable names as a shell takes them; a number or true stands for its text. */
const env = z.record(
  z.string().regex(/^[A-Za-z_]\w*$/, 'must be a variable name'),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
);

/** What every app of one's own has. */
const common = (units: Units) => ({
  /** The TCP port it listens on. */
  port: port.optional(),
  /**
   * When it is ready: an HTTP path that answers 2xx, `tcp` (the default with a port), a command that exits with 0 in
   * the app's place, or `started` (the default without a port).
   */
  ready: ready.optional(),
  /** How long it may take to be ready. */
  startup: units.duration.default(60_000),
});

const programParts = {
  env: env.default({}),
  /** The user that it runs as: a name or a number, with a group after a colon if it is given. */
  user: z
    .union([
      z.string().regex(/^[\w.-]+(?::[\w.-]+)?$/, 'must be a user, such as 1000 or www-data'),
      z.int().min(0),
    ])
    .optional(),
};

const commandAppOf = (units: Units) =>
  units.object({
    /** A program and its arguments, not read by a shell. `{port}` in a word stands for a free port, as does $PORT. */
    command: argv,
    /** The folder that it runs in, as seen from the scenario's, which is the default. */
    cwd: filePath.optional(),
    ...common(units),
    ...programParts,
  });

const service = z.strictObject({
  image: text,
  env: env.default({}),
  args: z.array(z.string()).optional(),
  /** Waited for until it accepts connections. */
  port: port.optional(),
});

const imageAppOf = (units: Units) =>
  units.object({
    image: text,
    /** In place of the image's CMD. */
    args: z.array(z.string()).optional(),
    ...common(units),
    ...programParts,
    /** Its root file system can't be written to. */
    readOnly: z.boolean().default(false),
    /** Containers that run beside it, reached by their names; not counted against the limit. */
    services: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be a host name'), service)
      .default({}),
  });

const manifestsAppOf = (units: Units) =>
  units.object({
    /** Files, folders of files, or kustomizations, beside the scenario. */
    manifests: z.array(filePath).min(1, 'must name a file or a folder'),
    /** The one that is measured, such as `deployment/api`; needed where there are several. */
    workload: z
      .string()
      .regex(/^[a-z]+\/[a-z0-9.-]+$/, 'must be KIND/NAME, such as deployment/api')
      .optional(),
    /** Needed where the workload has several. */
    container: text.optional(),
    ...common(units),
  });

export type SampleApp = z.output<ReturnType<typeof sampleAppOf>>;
export type CommandApp = z.output<ReturnType<typeof commandAppOf>>;
export type ImageApp = z.output<ReturnType<typeof imageAppOf>>;
export type ManifestsApp = z.output<ReturnType<typeof manifestsAppOf>>;
/** A user's own app, in one of three forms. */
export type OwnApp = CommandApp | ImageApp | ManifestsApp;
export type App = SampleApp | OwnApp;

export function isSample(app: App): app is SampleApp {
  return 'mode' in app;
}

export type AppForm = 'mode' | 'command' | 'image' | 'manifests';

/** The form of an app, which is also the key that names it. */
export function formOf(app: App): AppForm {
  if ('mode' in app) return 'mode';
  if ('command' in app) return 'command';
  return 'image' in app ? 'image' : 'manifests';
}

export const appOf = (units: Units) =>
  z.union([sampleAppOf(units), commandAppOf(units), imageAppOf(units), manifestsAppOf(units)], {
    error: 'must have one of mode (the sample app), command, image, manifests',
  });
