import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readObjects } from '../../../../harness/platforms/kubernetes/own/read.ts';
import type { ManifestsApp } from '../../../../harness/scenario/app-schema.ts';
import { setupSchema } from '../../../../harness/scenario/schema.ts';
import type { Arm } from '../../../../harness/scenario/types.ts';
import { temporaryFolder } from '../../../cli.ts';
import { podSpecOf } from './objects-of-shop.ts';

const isThere = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!isThere) console.warn('skipped: manifests of an app of one’s own (it takes kubectl)');
const folder = temporaryFolder();
afterAll(folder.remove);
const program = { kubectl: 'kubectl', env: { PATH: process.env['PATH'] } };

const api = `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  template:
    spec:
      containers: [{ name: api, image: api }]
      volumes:
      - { name: spool, emptyDir: { medium: Memory } }
      - { name: code, configMap: { name: code, defaultMode: 0444 } }
`;
const onDisk = (metadata: string) => `apiVersion: apps/v1
kind: Deployment
metadata: ${metadata}
spec: { template: { spec: { volumes: [{ name: spool, emptyDir: { medium: null } }] } } }
`;

const map = (name: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}\n`;
const locate = (keys: string[]) => `scenario.yaml:${keys.join('.')}`;

/** Writes a user's files, and gives what is read of them and the folder. */
async function read(files: Record<string, string>, manifests: string[], patch?: string[]) {
  const path = mkdtempSync(join(folder.path, 'shop-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const app = { manifests };
  const setup = setupSchema.parse({ app, memory: '64Mi', load: { none: '5s' }, ...(patch && { patch }) });
  const arm = { id: 'shop/baseline', setup, folder: path, locate } as unknown as Arm;
  const work = mkdtempSync(join(folder.path, 'work-'));
  const { objects } = await readObjects(arm, setup.app as ManifestsApp, program, work);
  return { objects, path };
}

describe.skipIf(!isThere)("a user's manifests", () => {
  it('are read from files, folders and kustomizations as kubectl reads them, in their order', async () => {
    const files = {
      'api.yaml': api,
      'more/b.yml': map('b'),
      'more/a.yaml': map('a'),
      'more/notes.txt': 'no manifest: [',
      'overlay/kustomization.yaml': 'namePrefix: my-\nresources: [c.yaml]\n',
      'overlay/c.yaml': map('c'),
    };
    const { objects } = await read(files, ['api.yaml', 'more', 'overlay/']);
    expect(objects.map(({ metadata }) => (metadata as { name: string }).name)).toEqual([
      'api',
      'a',
      'b',
      'my-c',
    ]);
    const code = podSpecOf(objects[0] ?? {}).volumes?.find(({ name }) => name === 'code');
    expect(code).toMatchObject({ configMap: { defaultMode: 0o444 } });
  });

  it.each(['{ name: api }', '{ name: api, namespace: shop }'])(
    'are patched as kustomize would, by a patch of %s, and stay as they are',
    async (metadata) => {
      const files = { 'api.yaml': api, 'on-disk.yaml': onDisk(metadata) };
      const { objects, path } = await read(files, ['api.yaml'], ['on-disk.yaml']);
      const volumes = podSpecOf(objects[0] ?? {}).volumes;
      expect(volumes).toContainEqual({ name: 'spool', emptyDir: {} });
      expect(volumes).toHaveLength(2);
      expect(readdirSync(path).toSorted()).toEqual(Object.keys(files).toSorted());
      for (const [name, text] of Object.entries(files))
        expect(readFileSync(join(path, name), 'utf8')).toBe(text);
    },
  );

  it.each([
    [{}, ['none.yaml'], /^scenario.yaml:app.manifests.0: app.manifests: none.yaml: there is no such file/],
    [{ 'a/notes.txt': '' }, ['a'], /app.manifests.0: app.manifests: a: this folder has neither/],
    [{ 'a.yaml': 'a: [b\n' }, ['a.yaml'], /app.manifests: a.yaml:2:1: /],
    [{ 'a.yaml': 'a: 1\n' }, ['a.yaml'], /app.manifests: a.yaml: missing Resource metadata/],
    [{ 'a/kustomization.yaml': 'resources: [x.yaml]' }, ['a'], /app.manifests: a: .*x.yaml/],
  ])(
    'are refused where they are wrong, at their place in the scenario: %j',
    async (files, manifests, words) => {
      await expect(read(files, manifests)).rejects.toThrow(words);
    },
  );

  it.each([
    [
      onDisk('{ name: web }'),
      /^scenario.yaml:patch.0: patch: it.yaml: there is no Deployment "web" to patch/,
    ],
    ['a: [b\n', /^scenario.yaml:patch.0: patch: it.yaml:2:1: /],
  ])('are refused with a patch that does not apply', async (patch, words) => {
    const reading = read({ 'api.yaml': api, 'it.yaml': patch }, ['api.yaml'], ['it.yaml']);
    await expect(reading).rejects.toThrow(words);
  });
});
