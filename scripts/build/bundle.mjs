// Compiles and bundles what runs: the command line, the library, the programs that a run starts, the sample app.
import { build } from 'esbuild';
import { join } from 'node:path';
import { oneCore } from './one-core.mjs';

/** Programs of one file each: they start in 50 ms so, and can be laid out anywhere. */
const programs = {
  app: 'manifests/app/src/main.ts',
  load: 'harness/load/builtin/main.ts',
  k6: 'harness/load/k6/main.ts',
  command: 'harness/load/command/main.ts',
  sampler: 'harness/sampler/main.ts',
  supervisor: 'harness/platforms/cgroup/supervisor/main.ts',
  exec: 'harness/exec/supervisor/main.ts',
  janitor: 'harness/resources/janitor/main.ts',
};

/** The command line and the library share their parts; a heavy one is loaded by what needs it alone. */
const shared = { cli: 'harness/cli/main.ts', index: 'harness/index.ts', ahead: 'harness/scenario/listed.ts' };

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  outExtension: { '.js': '.mjs' },
  legalComments: 'none', // they lie in a file of their own
  external: ['*.node'], // ssh2 does without its own
  logLevel: 'silent', // an error is thrown, and shown once
  metafile: true,
  write: false,
};

/** What CommonJS packages ask for, and modules have not. Its own names begin with $, as none of a bundle does. */
const banner = {
  js: [
    "import { createRequire as $requireFrom } from 'node:module';",
    "import { dirname as $folderOf } from 'node:path';",
    "import { fileURLToPath as $pathOf } from 'node:url';",
    'const require = $requireFrom(import.meta.url);',
    'const __filename = $pathOf(import.meta.url);',
    'const __dirname = $folderOf(__filename);',
  ].join(' '),
};

/**
 * Everything that is compiled, not yet written: the files, and what of which source went into them.
 * @param {string} root folder of the checkout
 */
export async function bundle(root) {
  const from = (/** @type {Record<string, string>} */ entries) =>
    Object.fromEntries(Object.entries(entries).map(([name, source]) => [name, join(root, source)]));
  const into = { ...common, absWorkingDir: root };
  const results = await Promise.all([
    // It tells an old Node that it is old, so it has to be read by one.
    build({
      ...into,
      entryPoints: from({ 'not-a-leak': 'bin/not-a-leak.mjs' }),
      outdir: 'dist',
      target: 'node12.20',
    }),
    build({
      ...into,
      entryPoints: from(shared),
      plugins: [oneCore(join(root, shared.cli), join(root, 'harness'))],
      outdir: 'dist',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      banner,
    }),
    build({ ...into, entryPoints: from(programs), outdir: 'dist/programs', banner }),
  ]);
  return {
    files: results.flatMap(({ outputFiles }) => outputFiles ?? []),
    metafile: { outputs: Object.assign({}, ...results.map(({ metafile }) => metafile?.outputs)) },
  };
}
