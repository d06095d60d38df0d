import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { cliInProcess } from '../in-process.ts';
import { temporaryFolder } from '../cli.ts';
import { loadScenario } from '../../harness/scenario/load-suite.ts';
import { lacks } from '../skip.ts';
import { deployment } from './objects.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const has = (program: string) => spawnSync(program, ['version', '--help']).status === 0;

let number = 0;
/** Files in a folder of a test's own; gives the paths of the folder, and of the one to write. */
function given(files: Record<string, string | object>) {
  const path = join(folder.path, String(number++));
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), typeof content === 'string' ? content : stringify(content));
  }
  return { path, out: join(path, 'memory') };
}

const init = (from: string[], out: string, ...flags: string[]) =>
  cliInProcess(['init', ...from, '--out', out, ...flags]);

/** Paths and contents of all files below a folder, but for one. */
function contents(path: string, but: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const own = files.filter((file) => !file.startsWith(`${but}/`));
  return Object.fromEntries(own.map((file) => [file, readFileSync(file, 'utf8')]));
}

const baselineOf = (out: string) => loadScenario(out).arms[0]?.setup;
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

/** A kubectl that has some objects, by `KIND/NAME`. */
function fakeKubectl(path: string, objects: Record<string, object>): { KUBECTL_BIN: string } {
  for (const [name, object] of Object.entries(objects))
    writeFileSync(join(path, name.replace('/', '.')), JSON.stringify(object));
  const file = join(path, 'kubectl');
  const script = `#!/bin/sh
[ "$1" = get ] || exit 9
cat "${path}/$(echo "$2" | tr / .)" 2>/dev/null && exit
echo "Error from server (NotFound): $2 not found" >&2
exit 1
`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return { KUBECTL_BIN: file };
}

/** An object of a cluster, made by another. */
const owned = (object: object, kind: string, name: string) => ({
  ...object,
  metadata: { name: `${name}-1`, ownerReferences: [{ kind, name, controller: true }] },
});

describe('init from something living', () => {
  const env = [
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'conf', key: 'mode' } } },
  ];
  const living = { ...deployment({ container: { env } }), status: { replicas: 1 } };
  const pod = deployment({ kind: 'Pod', container: { env, resources: { limits: { memory: '100Mi' } } } });
  const objects = {
    'pod/api-1': owned(pod, 'ReplicaSet', 'api-1'),
    'replicaset/api-1': owned(deployment({ kind: 'ReplicaSet' }), 'Deployment', 'api'),
    'deployment/api': living,
    'configmap/conf': {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'conf', uid: '1' },
      data: { mode: 'x' },
    },
  };

  it('writes what makes the pod, what it refers to, and the limit in force; secrets stay references', async () => {
    const { path, out } = given({});
    const run = await cliInProcess(['init', 'pod/api-1', '--out', out], { env: fakeKubectl(path, objects) });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(baselineOf(out)).toMatchObject({
      memory: 100 * 2 ** 20,
      app: { manifests: ['manifests.yaml'], workload: 'deployment/api' },
    });
    const manifests = readFileSync(join(out, 'manifests.yaml'), 'utf8');
    expect(manifests).toContain('mode: x');
    expect(manifests).toContain('password: not-copied');
    expect(manifests).not.toMatch(/status|uid/);
    expect(run.stdout).toContain('the values of the Secret db');
  });

  it('says what it could not read', async () => {
    const { path, out } = given({});
    const { 'configmap/conf': _, ...rest } = objects;
    const run = await cliInProcess(['init', 'deployment/api', '--out', out], {
      env: fakeKubectl(path, rest),
    });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/Not taken:[^]*configmap\/conf: .*not found/);
  });

  it('fails where it is not there', async () => {
    const { path, out } = given({});
    const run = await cliInProcess(['init', 'pod/x', '--out', out], { env: fakeKubectl(path, {}) });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(existsSync(out)).toBe(false);
  });
});

describe('init from a compose file, an image or a command', () => {
  const services = {
    services: { web: { image: 'web:1', tmpfs: '/tmp', mem_limit: '64m', ports: ['8080:80'] } },
  };

  it('takes the only service of a file', async () => {
    const { path, out } = given({ 'compose.yaml': services });
    expect(await init([join(path, 'compose.yaml')], out)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(baselineOf(out)).toMatchObject({
      app: { image: 'web:1', port: 80 },
      memory: 2 ** 26,
      scratch: { medium: 'memory', at: '/tmp' },
    });
  });

  it('takes an image, and its volume from the user', async () => {
    const { out } = given({});
    const flags = ['--memory', '64Mi', '--port', '80', '--scratch', 'memory:/tmp:50Mi'];
    expect(await init(['image', 'localhost/not-there:1'], out, ...flags)).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(loadScenario(out).arms.map(({ name }) => name)).toContain('on-disk');
  });

  it('takes a command line, in the folder where it is given', async () => {
    const { out } = given({});
    const run = await cliInProcess([
      'init',
      '--out',
      out,
      '--memory',
      '64Mi',
      '--',
      'node',
      'x.js',
      '--port={port}',
    ]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const app = baselineOf(out)?.app as { command: string[]; cwd: string };
    expect(app.command).toEqual(['node', 'x.js', '--port={port}']);
    expect(join(out, app.cwd, 'package.json')).toSatisfy(existsSync);
  });

  it('takes the program that makes the load after --, where the app is something else', async () => {
    const { path, out } = given({ 'compose.yaml': services });
    const from = join(path, 'compose.yaml');
    const run = await cliInProcess([
      'init',
      from,
      'web',
      '--out',
      out,
      '--',
      'redis-benchmark',
      '-p',
      '{port}',
    ]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(baselineOf(out)).toMatchObject({
      app: { image: 'web:1' },
      load: { command: ['redis-benchmark', '-p', '{port}'], delivered: { exit: 0 } },
    });
    expect(loadScenario(out).arms.map(({ name }) => name)).not.toContain('half-load');
  });

  it('answers in JSON as well', async () => {
    const { path, out } = given({ 'compose.yaml': services });
    const { stdout } = await init([join(path, 'compose.yaml')], out, '--json');
    const answer = JSON.parse(stdout) as { arms: { name: string }[]; next: string };
    expect(answer.arms[0]?.name).toBe('baseline');
    expect(answer.next).toContain(out);
  });
});

/** What `init` says where it refuses, and writes nothing. */
const refused = async (files: Record<string, string | object>, from: string[], ...flags: string[]) => {
  const { path, out } = given(files);
  const run = await init(
    from.map((word) => (word in files || word === '.' ? join(path, word) : word)),
    out,
    ...flags,
  );
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(existsSync(out)).toBe(false);
  return run.stderr;
};

describe('init refuses, and writes nothing:', () => {
  it('what is no YAML, with its place', async () => {
    expect(await refused({ 'a.yaml': 'a: b\n  c: [' }, ['a.yaml'])).toMatch(/a\.yaml:\d+:\d+: /);
  });

  it('YAML that is no manifest', async () => {
    expect(await refused({ 'a.yaml': 'a: b' }, ['a.yaml'])).toContain('no Kubernetes object');
    expect(await refused({ 'a.yaml': '' }, ['a.yaml'])).toContain('nothing in it makes a pod');
    expect(await refused({ 'a.yaml': '[[['.repeat(20_000) }, ['a.yaml'])).toContain('a.yaml');
    expect(await refused({ 'a.txt': 'x' }, ['.'])).toContain('has no manifests');
  });

  it('several workloads, and how to name one', async () => {
    const two = stringify(deployment()) + '---\n' + stringify({ ...deployment(), metadata: { name: 'web' } });
    expect(await refused({ 'a.yaml': two }, ['a.yaml'])).toContain('--workload deployment/api');
  });

  it('an app without a limit, and how to name it', async () => {
    const unlimited = deployment({ container: { resources: {} } });
    expect(await refused({ 'a.yaml': unlimited }, ['a.yaml'])).toContain('--memory 256Mi');
  });

  it('what is not there, is named otherwise, or is not said', async () => {
    expect(await refused({}, ['./nowhere.yaml'])).toContain('There is no ./nowhere.yaml');
    expect(await refused({}, ['nginx:1.27'])).toContain('init image nginx:1.27');
    expect(await refused({}, ['python3', 'app.py'])).toContain('-- python3 app.py');
    expect(await refused({}, [])).toContain('init takes what the app is made from');
    expect(await refused({ 'a.yaml': { services: { a: {} } } }, ['a.yaml', 'b'])).toContain('no service b');
  });

  it('a volume of manifests by option, and a scratch on a disk', async () => {
    const files = { 'a.yaml': deployment() };
    expect(await refused(files, ['a.yaml'], '--scratch', 'memory:/x')).toContain('manifests have their own');
    expect(await refused(files, ['a.yaml'], '--scratch', 'disk:/x')).toContain('on-disk');
  });

  it('values that no scenario may have', async () => {
    const files = { 'a.yaml': deployment() };
    const of = (...flags: string[]) => refused(files, ['a.yaml'], ...flags);
    expect(await of('--rate', '100')).toContain('100/s');
    expect(await of('--body', '1Gi')).toContain('64Mi at most');
    expect(await of('--for', '2h')).toContain('60m at most');
    expect(await of('--path', 'x')).toContain('begins with /');
    expect(await of('--method', 'BREW')).toContain('Allowed choices');
  });

  it('a folder that is not empty, a file, and a name that no scenario may have', async () => {
    const { path, out } = given({ 'a.yaml': deployment(), 'memory/mine': 'x', file: 'x' });
    const of = (to: string) => init([join(path, 'a.yaml')], to);
    expect(await of(out)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is not empty') });
    expect(readdirSync(out)).toEqual(['mine']);
    expect(await of(join(path, 'file'))).toMatchObject({ exitCode: 2 });
    expect(await of(join(path, 'My Folder'))).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('a-z'),
    });
  });

  it('what would make no valid scenario', async () => {
    const odd = { ...deployment(), metadata: { name: 'a b' } };
    expect(await refused({ 'a.yaml': odd }, ['a.yaml'])).toContain('nothing was written');
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
