import { expect, it } from 'vitest';
import { cadvisorSeries } from '../../../harness/diagnose/kubernetes/cadvisor.ts';
import { levelsOn, nearestOf, shareOf } from '../../../harness/diagnose/targets/levels.ts';

const mebibyte = 2 ** 20;
const level = (container: string | null, limit: number | null, held: number) => ({
  container,
  limitBytes: limit === null ? null : limit * mebibyte,
  unreclaimableBytes: held * mebibyte,
});

const line = (metric: string, container: string, value: number) =>
  `container_${metric}{container="${container}",id="/p/${container}",namespace="shop",pod="api-1"} ${value} 1795744800000`;

it.each([
  ['the pod, where its only container has the same limit', [level(null, 64, 48), level('api', 64, 47)], null],
  [
    'a container with a limit, where the pod has none',
    [level(null, null, 500), level('api', null, 490), level('proxy', 64, 8)],
    'proxy',
  ],
  [
    'the container nearest to its own limit',
    [level(null, 192, 80), level('api', 128, 20), level('proxy', 64, 58)],
    'proxy',
  ],
  ['the pod, which alone holds what dead containers left', [level(null, 64, 60), level('api', 64, 5)], null],
  ['the pod, where nothing has a limit', [level(null, null, 9), level('api', null, 8)], null],
])('of its levels, the one that counts is %s', (_, levels, container) => {
  expect(nearestOf(levels)?.container).toBe(container);
});

it('without a limit there is no share', () => {
  expect(shareOf(level(null, null, 9))).toBe(-1);
  expect(shareOf(level(null, 64, 16))).toBe(0.25);
});

it('the levels on a kubelet’s page are the pod’s and its containers’, each with its own limit', () => {
  const page = [
    ...['', 'api', 'proxy'].flatMap((name) => [
      line('memory_total_active_file_bytes', name, 0),
      line('memory_total_inactive_file_bytes', name, 10 * mebibyte),
    ]),
    line('memory_usage_bytes', 'proxy', 18 * mebibyte),
    line('memory_usage_bytes', 'api', 90 * mebibyte),
    line('memory_usage_bytes', '', 108 * mebibyte),
    line('spec_memory_limit_bytes', 'proxy', 64 * mebibyte),
    line('spec_memory_limit_bytes', '', 0),
  ];
  const levels = levelsOn(cadvisorSeries(page));
  expect(levels).toMatchObject([level(null, null, 98), level('api', null, 80), level('proxy', 64, 8)]);
});
