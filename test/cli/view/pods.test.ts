import { expect, it } from 'vitest';
import { renderPods } from '../../../harness/cli/view/pods.ts';

const mebibyte = 2 ** 20;

it('each pod has a line, with what is not known left open', () => {
  const pod = {
    namespace: 'shop',
    name: 'api-1',
    container: null,
    node: 'n1',
    restarts: 4,
    lastEnd: 'OOMKilled 137',
  };
  const text = renderPods([
    { ...pod, limitBytes: 128 * mebibyte, unreclaimableBytes: 96 * mebibyte },
    { ...pod, name: 'api-2', limitBytes: null, unreclaimableBytes: null, lastEnd: null },
    {
      ...pod,
      name: 'api-3',
      container: 'proxy',
      limitBytes: 64 * mebibyte,
      unreclaimableBytes: 8 * mebibyte,
    },
  ]);
  const [, first, second, third] = text.split('\n');
  expect(first).toMatch(/^shop +api-1 +96 MiB +128 MiB, 75 % +4 +OOMKilled 137 +n1$/);
  expect(second).toMatch(/^shop +api-2 +\? +none +4 +n1$/);
  expect(third).toMatch(/^shop +api-3 \(proxy\) +8 MiB +64 MiB, 13 %/);
});
