import { basename, resolve } from 'node:path';
import type { FoundManifests } from './manifests-draft.ts';
import { manifestsFile, manifestsFileOf, secretsLeft } from './manifests-file.ts';
import { parseObjects } from './objects.ts';
import type { ClusterPrograms } from './programs.ts';
import { quoted } from '../text/quoted.ts';

/** Renders a chart; the scenario gets what was rendered, as nothing else can run it later. */
export async function findChart(
  named: string,
  values: readonly string[],
  { cwd, programs }: { cwd: string; programs: ClusterPrograms },
): Promise<FoundManifests> {
  const release = releaseName(resolve(cwd, named));
  const files = values.map((file) => resolve(cwd, file));
  const objects = parseObjects(await programs.template(release, resolve(cwd, named), files), named);
  const flags = values.flatMap((file) => ['--values', file]);
  const madeBy = quoted(['helm', 'template', release, named, '--no-hooks', '--skip-tests', ...flags]);
  return {
    objects,
    shownAs: `the chart ${named}`,
    paths: [manifestsFile],
    files: [manifestsFileOf(objects, madeBy)],
    left: [...secretsLeft(objects), "the chart's hooks and tests"],
  };
}

/** A release is named as a host; this one like the chart's folder. */
function releaseName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name.slice(0, 40) || 'app';
}
