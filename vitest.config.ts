import { defineConfig } from 'vitest/config';

/** What a test takes is in its file's name: `run.docker.test.ts`. A file that names none of these is pure. */
const kinds = ['pipeline', 'package', 'kernel', 'docker', 'kind'];

/**
 * The tests of one kind, which run after those of the kinds before it. Unit tests and those of the whole way on a
 * scripted platform run side by side, many files in a process. The others run a file at a time, each in a process of
 * its own: the kernel's answers depend on what else runs here, and what a run leaves is looked for on all of the host.
 * Those of Docker and kind run two files at a time: they mostly wait, and know what each run makes by its name.
 */
function project(name: string, include: string) {
  const isQuick = name === 'unit' || name === 'pipeline';
  const exclude = name === 'unit' ? kinds.map(filesOf) : [];
  const sequence = { groupOrder: isQuick ? 0 : kinds.indexOf(name) };
  const sideBySide = name === 'docker' || name === 'kind' ? { maxWorkers: 2 } : { fileParallelism: isQuick };
  const test = { name, include: [include], exclude, sequence, isolate: !isQuick, ...sideBySide };
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
