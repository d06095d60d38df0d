import { defineConfig } from 'vitest/config';

/** What a test takes is in its file's name: `run.docker.test.ts`. A file that names none of these is pure. */
const kinds = ['pipeline', 'package', 'kernel', 'docker', 'kind'];

/** What `.ci/run` need not run a second time, on another kernel. */
const leftOut = process.env['REPRO_TEST_LEAVES_OUT']?.split(',') ?? [];

/**
 * The tests of one kind, which run after those of the kinds before it. Unit tests and those of the whole way on a
 * scripted platform run side by side, many files in a process. The others have a process for each file. Those of packages,
 * Docker and kind run two files at a time: they mostly wait, and know what each run makes by its name. Those of the kernel
 * run one at a time: its answers depend on what else runs here.
 */
function project(name: string, include: string) {
  const isQuick = name === 'unit' || name === 'pipeline';
  const exclude = name === 'unit' ? kinds.map(filesOf) : leftOut;
  const sequence = { groupOrder: isQuick ? 0 : kinds.indexOf(name) };
  const workers = isQuick ? {} : { maxWorkers: name === 'kernel' ? 1 : 2 };
  const test = { name, include: [include], exclude, sequence, isolate: !isQuick, ...workers };
  return { extends: true as const, test };
}

function filesOf(kind: string): string {
  return `test/**/*.${kind}.test.ts`;
}

export default defineConfig({
  test: {
    globalSetup: 'test/build.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [project('unit', 'test/**/*.test.ts'), ...kinds.map((kind) => project(kind, filesOf(kind)))],
  },
});
