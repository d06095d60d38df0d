import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadScenario } from '../../harness/scenario/load-suite.ts';
import { temporaryFolder } from '../cli.ts';
import { cliInProcess } from '../in-process.ts';
import { lacks } from '../skip.ts';
import { deployment } from './objects.ts';
import { baselineOf, filesBelow, init } from './started-from.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const given = filesBelow(folder.path);

const has = (program: string) => spawnSync(program, ['version', '--help']).status === 0;

/** Paths and contents of all files below a folder, but for one. */
function contents(path: string, but: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const own = files.filter((file) => !file.startsWith(`${but}/`));
  return Object.fromEntries(own.map((file) => [file, readFileSync(file, 'utf8')]));
}

const linesOf = (out: string) => readFileSync(join(out, 'scenario.yaml'), 'utf8').split('\n');

describe('init from manifests', () => {
  it('writes a valid scenario that refers to the files, with patches, and says what comes next', async () => {
    const { path, out } = given({ 'k8s/api.yaml': deployment() });
    const run = await init([join(path, 'k8s')], out);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain('the limit 128Mi');
    expect(run.stdout).toMatch(/Next:\n.* run .*memory/);
    expect(baselineOf(out)?.app).toMatchObject({ manifests: ['../k8s'], workload: 'deployment/api' });
    expect(readdirSync(join(out, 'patches'))).toEqual(['headroom.yaml', 'on-disk.yaml', 'size-limit.yaml']);
  });

  it('names the lines to edit', async () => {
    const { path, out } = given({ 'api.yaml': deployment() });
    const { stdout } = await init([join(path, 'api.yaml')], out);
    const line = Number(/scenario\.yaml:(\d+): the requests/.exec(stdout)?.[1]);
    expect(linesOf(out)[line - 1]).toMatch(/^load:/);
  });

  it('leaves none to edit where the load is given', async () => {
    const { path, out } = given({ 'api.yaml': deployment() });
    const flags = ['--rate', '10/s', '--method', 'PUT', '--path', '/{n}', '--body', '1Ki', '--for', '5s'];
    const { stdout } = await init([join(path, 'api.yaml')], out, ...flags);
    expect(stdout).not.toContain('To edit');
    expect(baselineOf(out)?.load).toMatchObject({
      rate: 10,
      method: 'PUT',
      path: '/{n}',
      body: 1024,
      for: 5000,
    });
  });

  it("leaves the user's files as they are, byte for byte", async () => {
    const { path, out } = given({ 'k8s/api.yaml': deployment(), 'k8s/notes.txt': 'x' });
    const before = contents(path, out);
    await init([join(path, 'k8s')], out);
    expect(contents(path, out)).toEqual(before);
    expect(existsSync(out)).toBe(true);
  });

  it.skipIf(lacks('kubectl', has('kubectl')))(
    'reads a kustomization, to whose objects its patches can be applied',
    async () => {
      const { path, out } = given({
        'k8s/api.yaml': deployment(),
        'k8s/kustomization.yaml': { resources: ['api.yaml'], namespace: 'prod', namePrefix: 'my-' },
      });
      expect(await init([join(path, 'k8s')], out)).toMatchObject({ exitCode: 0, stderr: '' });
      expect(baselineOf(out)?.app).toMatchObject({ manifests: ['../k8s'], workload: 'deployment/my-api' });
      const patches = readdirSync(join(out, 'patches'));
      for (const patch of patches) {
        const kustomization = { resources: ['../k8s'], patches: [{ path: `../memory/patches/${patch}` }] };
        mkdirSync(join(path, patch));
        writeFileSync(join(path, patch, 'kustomization.yaml'), stringify(kustomization));
        const built = spawnSync(
          'kubectl',
          ['kustomize', '--load-restrictor', 'LoadRestrictionsNone', join(path, patch)],
          { encoding: 'utf8' },
        );
        expect(built).toMatchObject({ status: 0, stderr: '' });
        expect(built.stdout).toMatch(
          { 'headroom.yaml': /memory: 256Mi/, 'on-disk.yaml': /medium: ""/ }[patch] ?? /64Mi/,
        );
      }
      expect(patches).toHaveLength(3);
    },
  );

  it.skipIf(lacks('helm', has('helm')))(
    'renders a chart into the scenario, without its secrets',
    async () => {
      const secret = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'db' },
        stringData: { password: 'hunter2' },
      };
      const { path, out } = given({
        'chart/Chart.yaml': { apiVersion: 'v2', name: 'chart', version: '1.0.0' },
        'chart/values.yaml': { memory: '64Mi' },
        'chart/templates/api.yaml': deployment({
          container: { resources: { limits: { memory: '{{ .Values.memory }}' } } },
        }),
        'chart/templates/secret.yaml': secret,
        'prod.yaml': { memory: '96Mi' },
      });
      const run = await init([join(path, 'chart')], out, '--values', join(path, 'prod.yaml'));
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(baselineOf(out)).toMatchObject({ memory: 96 * 2 ** 20, app: { manifests: ['manifests.yaml'] } });
      expect(readFileSync(join(out, 'manifests.yaml'), 'utf8')).not.toContain('hunter2');
      expect(run.stdout).toContain('the values of the Secret db');
    },
  );

  it('says what a kustomization and a chart take that is not here', async () => {
    const { path, out } = given({ 'k/kustomization.yaml': {}, 'c/Chart.yaml': {} });
    const env = { KUBECTL_BIN: '/nowhere/kubectl', HELM_BIN: '/nowhere/helm' };
    const of = (from: string) => cliInProcess(['init', join(path, from), '--out', out], { env });
    expect(await of('k')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('KUBECTL_BIN') });
    expect(await of('c')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('HELM_BIN') });
  });
});

it('the YAML that init writes is what a parser reads of its lines', async () => {
  const { path, out } = given({ 'it is: odd, [x]/api.yaml': deployment() });
  await init([join(path, 'it is: odd, [x]')], out);
  const written = parse(readFileSync(join(out, 'scenario.yaml'), 'utf8')) as { app: { manifests: string[] } };
  expect(written.app.manifests).toEqual(['../it is: odd, [x]']);
});

const inMemory = (name: string) => ({ name, emptyDir: { medium: 'Memory' } });

it('names in manifests, whatever they are, become no keys of the scenario and no paths', async () => {
  const hostile = 'x\nload: { command: [touch, /tmp/hacked], for: 1s }\n#';
  const object = deployment({
    container: {
      name: hostile,
      volumeMounts: [
        { name: '../../up', mountPath: `/a${hostile}` },
        { name: hostile, mountPath: '/b' },
      ],
    },
    volumes: [inMemory('../../up'), inMemory(hostile)],
  });
  const { path, out } = given({ 'api.yaml': object });
  expect(await init([join(path, 'api.yaml')], out)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(baselineOf(out)?.load).toHaveProperty('rate');
  expect(loadScenario(out).arms.map(({ name }) => name)).toContain('on-disk-2');
  expect(readdirSync(path).toSorted()).toEqual(['api.yaml', 'memory']);
});
