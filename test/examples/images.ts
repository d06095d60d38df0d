import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lacks } from '../skip.ts';

/** Makes images of Debian's packages, where no image registry can be reached. */
const debianImage = fileURLToPath(new URL('../../../shared/cluster/debian-image', import.meta.url));

export function exampleFolder(name: string): string {
  return fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
}

/** For `skipIf`: whether the images of the examples can't be made here. */
export function lacksImages(isDockerThere: boolean): boolean {
  return lacks('Docker, and a maker of images without a registry', isDockerThere && existsSync(debianImage));
}

/** How an example's image is made: its Dockerfile's base image is this argument, and these packages stand for it. */
export interface ExampleImage {
  image: string;
  base: string;
  packages: string[];
}

/** Builds the Dockerfile of an example on a base image of Debian's packages. */
export function buildExample(name: string, { image, base, packages }: ExampleImage): void {
  const ownBase = `${image}-base`;
  // It finds what it made by a label, which the images built on that have too: asked again, it would take one of those.
  const isThere = spawnSync('docker', ['image', 'inspect', ownBase]).status === 0;
  if (!isThere) run(debianImage, [ownBase, ...packages]);
  run('docker', [
    'build',
    '--force-rm',
    '--tag',
    image,
    '--build-arg',
    `${base}=${ownBase}`,
    exampleFolder(name),
  ]);
}

function run(program: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
