import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Kubectl } from '../../../harness/platforms/kubernetes/kubectl.ts';
import { watchPods } from '../../../harness/platforms/kubernetes/watch.ts';
import { temporaryFolder } from '../../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const pod = (name: string) => JSON.stringify({ type: 'MODIFIED', object: { name } });
const gone = JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
const untilEnd = 'cat >/dev/null';

/** Follows with a kubectl that does one of these each time it is started, and the last from then on. */
function watching(name: string, ...scripts: string[]) {
  const home = join(folder.path, name);
  const cases = scripts.map((script, index) => `${index === scripts.length - 1 ? '*' : index}) ${script} ;;`);
  const count = `echo x >> ${home}.count; nth=$(($(wc -l < ${home}.count) - 1))`;
  writeFileSync(home, `#!/bin/sh\n${count}\ncase $nth in\n${cases.join('\n')}\nesac\n`);
  chmodSync(home, 0o755);
  const seen: unknown[] = [];
  const lost: string[] = [];
  const kubectl = new Kubectl({ kubectl: home, env: {} }, join(folder.path, 'kubeconfig'));
  const watch = watchPods(
    kubectl,
    'x',
    (object) => seen.push((object as { name: string }).name),
    (words) => lost.push(words),
    { pauseMs: 5, patienceMs: 100 },
  );
  return { watch, seen, lost };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('the watch of a pod', () => {
  it.each([
    ['the server ends', `echo '${pod('a')}'`],
    ['the server has forgotten', `echo '${pod('a')}'; echo '${gone}'`],
    ['breaks off in the middle of a line', `echo '${pod('a')}'; printf '{"type":"MODI'; exit 1`],
    ['is killed', `echo '${pod('a')}'; kill -9 $$`],
  ])('that %s goes on with another, which tells the present state', async (name, first) => {
    const { watch, seen, lost } = watching(
      name.replaceAll(' ', '-'),
      first,
      `echo '${pod('b')}'; ${untilEnd}`,
    );
    await until(() => seen.length === 2);
    await watch.stop();
    expect(seen).toEqual(['a', 'b']);
    expect(lost).toEqual([]);
  });

  it('is lost, with the last words of kubectl, where no other can be had', async () => {
    const { watch, seen, lost } = watching(
      'broken',
      `echo '${pod('a')}'`,
      'echo "connection refused" >&2; exit 1',
    );
    await until(() => lost.length > 0);
    await watch.stop();
    expect(seen).toEqual(['a']);
    expect(lost).toEqual(['connection refused']);
  });

  it('is over once it is stopped, also in the pause before another', async () => {
    const { watch, seen, lost } = watching('over', `echo '${pod('a')}'; ${untilEnd}`);
    await until(() => seen.length > 0);
    await watch.stop();
    await watch.stop();
    expect([seen, lost]).toEqual([['a'], []]);
  });
});
