import { afterAll, describe, expect, it } from 'vitest';
import { checkK6, findK6 } from '../../../harness/load/k6/find.ts';
import { temporaryFolder } from '../../cli.ts';
import { fakeK6 } from './fake.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const env = (K6_BIN: string) => ({ PATH: process.env['PATH'], K6_BIN });

describe('findK6', () => {
  it.each([
    ['k6 v1.8.1 (go1.26.8, linux/amd64)', '1.8.1'],
    ['k6 v2.0.0-rc1 (commit/1d37678, go1.26, linux/arm64)', '2.0.0-rc1'],
    ['my-k6 v2.3.0 (go1.26, linux/arm64)', '2.3.0'],
    ['k6 v1.0.0 (go1.24)\nExtensions:\n  xk6-a v0.1.0, k6/x/a [js]', '1.0.0'],
  ])('reads the version out of "%s"', async (said, version) => {
    const path = fakeK6(folder.path, 'k6', '', said);
    expect(await findK6(env(path))).toEqual({ path, version });
  });

  it('asks with no usage report sent', async () => {
    const path = fakeK6(folder.path, 'reports', '', 'k6 v1.8.1$K6_NO_USAGE_REPORT');
    expect(await findK6(env(path))).toMatchObject({ version: '1.8.1true' });
  });

  it('refuses a k6 that is too old for scripts in TypeScript', async () => {
    const path = fakeK6(folder.path, 'old', '', 'k6 v0.49.0 (go1.21)');
    await expect(findK6(env(path))).rejects.toMatchObject({ kind: 'missing' });
    await expect(findK6(env(path))).rejects.toThrow('0.49.0');
  });

  it.each([
    ['is not there', '/nowhere/k6'],
    ['is another program', '/bin/true'],
    ['fails', '/bin/false'],
  ])('says what to do where K6_BIN %s', async (_what, path) => {
    const failure = findK6(env(path));
    await expect(failure).rejects.toMatchObject({ kind: 'missing', exitCode: 3 });
    await expect(failure).rejects.toMatchObject({ hint: expect.stringContaining('K6_BIN') as string });
  });
});

describe('checkK6', () => {
  it('is fine with the version where k6 answers', async () => {
    const path = fakeK6(folder.path, 'fine', '');
    expect(await checkK6(env(path))).toEqual({ name: 'k6', state: 'ok', found: '1.8.1', hint: null });
  });

  it('only warns where it does not, for a run is possible without', async () => {
    const check = await checkK6(env('/nowhere/k6'));
    expect(check).toMatchObject({ name: 'k6', state: 'warn' });
    expect(check.hint).toContain('--load builtin');
  });
});
