import { build } from 'esbuild';
import { join } from 'node:path';
import { copyPrebuilds } from './prebuilds.ts';
import { fileURLToPath } from 'node:url';

const sources = {
  app: '../manifests/app/src/main.ts',
  load: './load/builtin/main.ts',
  k6: './load/k6/main.ts',
  sampler: './sampler/main.ts',
  janitor: './janitor/main.ts',
  supervisor: './platforms/cgroup/supervisor/main.ts',
};

/** File of each helper program, a single one that plain Node runs. */
export type Programs = Record<keyof typeof sources, string>;

/** Bundles the helper programs into `folder`: they start in 50 ms so, without a TypeScript loader. */
export async function buildPrograms(folder: string): Promise<Programs> {
  const entries = Object.entries(sources).map(([name, source]) => [
    name,
    fileURLToPath(new URL(source, import.meta.url)),
  ]);
  await build({
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
  copyPrebuilds(folder);
  return Object.fromEntries(entries.map(([name]) => [name, join(folder, `${name}.mjs`)])) as Programs;
}
