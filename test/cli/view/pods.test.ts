import { expect, it } from 'vitest';
import { renderPods } from '../../../harness/cli/view/pods.ts';

const mebibyte = 2 ** 20;

it('each pod has a line, with what is not known left open', () => {
  const pod = { namespace: 'shop', name: 'api-1', node: 'n1', restarts: 4, lastEnd: 'OOMKilled 137' };
  const text = renderPods([
    { ...pod, limitBytes: 128 * mebibyte, unreclaimableBytes: 96 * mebibyte },
    { ...pod, name: 'api-2', limitBytes: null, unreclaimableBytes: null, lastEnd: null },
  ]);
  const [, first, second] = text.split('\n');
  expect(first).toMatch(/^shop +api-1 +96 MiB +128 MiB, 75 % +4 +OOMKilled 137 +n1$/);
  expect(second).toMatch(/^shop +api-2 +\? +none at the pod +4 +n1$/);
});
