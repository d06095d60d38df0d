import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, resultIn, temporaryFolder } from '../cli.ts';
import { daemonAnswers } from '../platforms/docker/daemon-here.ts';
import { buildExample, exampleFolder, lacksImages, type ExampleImage } from './images.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** Packages are fetched and installed. */
const makingMs = 600_000;

const images: Record<string, ExampleImage> = {
  'go-uploader': { image: 'not-a-leak-example-go', base: 'GO', packages: ['golang-go'] },
  'jvm-buffers': { image: 'not-a-leak-example-jvm', base: 'JDK', packages: ['openjdk-17-jdk-headless'] },
  'redis-fork': { image: 'not-a-leak-example-redis', base: 'REDIS', packages: ['redis-server'] },
};

describe.skipIf(lacksImages(daemonAnswers()))('an example on Docker', () => {
  it.each(Object.entries(images))(
    '%s fails, and lives, as its scenario says',
    async (name, image) => {
      buildExample(name, image);
      const out = join(folder.path, name);
      const args = ['run', exampleFolder(name), '--on', 'docker', '--load', 'builtin', '--out', out];
      const { exitCode, stdout, stderr } = await cli(args);
      expect(stdout + stderr).toContain('REPRODUCED');
      expect(exitCode).toBe(0);
      const arms = resultIn(out).scenarios[0]?.arms ?? [];
      expect(arms.map(({ outcome }) => outcome)).toContain('survived');
    },
    makingMs,
  );
});
