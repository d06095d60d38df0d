import { build, stop } from 'esbuild';
import { join } from 'node:path';
import { Failure, messageOf } from './errors.ts';
import { copyPrebuilds } from './prebuilds.ts';
import { fileURLToPath } from 'node:url';

const sources = {
  app: '../manifests/app/src/main.ts',
  load: './load/builtin/main.ts',
  k6: './load/k6/main.ts',
  sampler: './sampler/main.ts',
  supervisor: './platforms/cgroup/supervisor/main.ts',
  exec: './platforms/cgroup/exec/main.ts',
};

type Name = keyof typeof sources;

/** File of each helper program, a single one that plain Node runs. */
export type Programs = Record<Name, string>;

/**
 * Bundles helper programs into `folder`, all unless told: they start in 50 ms so, without a TypeScript loader.
 */
export async function buildPrograms<N extends Name = Name>(
  folder: string,
  names?: readonly N[],
): Promise<Record<N, string>> {
  const wanted: readonly string[] = names ?? Object.keys(sources);
  const entries = Object.entries(sources)
    .filter(([name]) => wanted.includes(name))
    .map(([name, source]) => [name, fileURLToPath(new URL(source, import.meta.url))]);
  const built = build({
    entryPoints: Object.fromEntries(entries) as Record<string, string>,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent', // an error is thrown, and shown once
    // CommonJS dependencies ask for Node's modules with require().
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
  await built.catch((error: unknown) => {
    throw new Failure('infrastructure', `The helper programs can't be built: ${messageOf(error)}`, {
      hint: 'They go to the temporary folder; TMPDIR names another one.',
      cause: error,
    });
  });
  await stop(); // its service would be a process of the run
  copyPrebuilds(folder);
  return Object.fromEntries(entries.map(([name]) => [name, join(folder, `${name}.mjs`)])) as Record<
    N,
    string
  >;
}
