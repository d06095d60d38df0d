import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { forgetContext } from '../../../harness/platforms/kind/forget-context.ts';
import { temporaryFolder } from '../../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** What kind would be told, of a user with this environment. */
function told(env: Record<string, string>): string {
  const [program, ...args] = forgetContext('echo', 'x-1');
  return spawnSync(program, args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  }).stdout.trim();
}

describe('a cluster that goes', () => {
  const home = join(folder.path, 'home');
  const mine = join(folder.path, 'my own config');
  mkdirSync(join(home, '.kube'), { recursive: true });
  writeFileSync(join(home, '.kube', 'config'), 'current-context: kind-x-1\n');
  writeFileSync(mine, 'current-context: production\n');

  it.each([
    ["in the user's home", { HOME: home }, 'delete cluster --name x-1'],
    [
      'in any that KUBECONFIG names',
      { KUBECONFIG: `${mine}:${home}/.kube/config` },
      'delete cluster --name x-1',
    ],
  ])('is taken out of the kubeconfig %s', (_, env, words) => {
    expect(told(env)).toBe(words);
  });

  it.each([
    ['it is not in it', { KUBECONFIG: mine }],
    ['there is none', { HOME: join(folder.path, 'nobody') }],
  ])('leaves the kubeconfig alone where %s', (_, env) => {
    expect(told(env)).toBe('');
  });
});
