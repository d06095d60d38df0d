import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { temporaryFolder } from '../cli.ts';
import { deployment } from './objects.ts';
import { filesBelow, init } from './started-from.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const given = filesBelow(folder.path);

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
