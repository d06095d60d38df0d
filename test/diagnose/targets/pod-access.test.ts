import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ClusterAsker } from '../../../harness/diagnose/targets/cluster-asker.ts';
import { lackedOf, wordsOf } from '../../../harness/diagnose/targets/pod-access.ts';
import { temporaryFolder } from '../../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const accesses = [
  { verb: 'create', resource: 'namespaces' },
  { verb: 'create', resource: 'pods', subresource: 'exec', namespace: 'shop' },
  { verb: 'get', resource: 'pods', subresource: 'log' },
];

it.each([
  [
    'lacks what the API server says it does',
    'echo true; echo false; echo true',
    ['create pods/exec in shop'],
  ],
  ['is not said to lack what the API server did not answer in time', 'echo true; exit 1', []],
  ['is not said to lack anything where it says nothing at all', 'exit 1', []],
])('a user %s', async (_, script, lacked) => {
  const kubectl = join(folder.path, 'kubectl');
  writeFileSync(kubectl, `#!/bin/sh\ncat >/dev/null\n${script}\n`);
  chmodSync(kubectl, 0o755);
  const by = {
    env: { PATH: process.env['PATH'], KUBECTL_BIN: kubectl },
    signal: new AbortController().signal,
  };
  const found = await lackedOf(new ClusterAsker({ resource: 'pod' }, by), accesses);
  expect(found.map(wordsOf)).toEqual(lacked);
});
