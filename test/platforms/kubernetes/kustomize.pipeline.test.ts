import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readKustomization, type Manifest } from '../../../harness/platforms/kubernetes/kustomize.ts';
import { overlayFolder } from '../../../harness/platforms/kubernetes/manifests.ts';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!hasKubectl) console.warn('skipped: kustomizations held against kubectl, which is not here');

const byKind = (objects: Manifest[]) => Object.fromEntries(objects.map((one) => [one['kind'], one]));
const overlays = readdirSync(overlayFolder(''));

describe('an overlay of the manifests', () => {
  it.skipIf(!hasKubectl).each(overlays)('%s has the objects that kubectl makes of it', (overlay) => {
    const folder = overlayFolder(overlay);
    const { stdout } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
    const theirs = parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
    expect(theirs.length).toBeGreaterThan(1);
    expect(byKind(readKustomization(folder))).toEqual(byKind(theirs));
  });
});
