import { expect, it } from 'vitest';
import {
  limitOfFigures,
  parseCadvisor,
  sampleOfFigures,
} from '../../../harness/diagnose/targets/cadvisor.ts';

const id = (container: string, level: string) =>
  `container="${container}",id="/kubepods/podu/${level}",image="",name="${level}",namespace="shop",pod="api-1"`;
const at = 1795744800000;
const page = `# HELP container_memory_cache Number of bytes of page cache memory.
# TYPE container_memory_cache gauge
container_cpu_usage_seconds_total{${id('api', 'c1')},cpu="total"} 12.5 ${at}
container_memory_cache{${id('', '')}} 9e+07 ${at}
container_memory_cache{${id('api', 'c1')}} 10 ${at}
container_memory_failures_total{${id('', '')},failure_type="pgfault",scope="container"} 7 ${at}
container_memory_failures_total{${id('', '')},failure_type="pgfault",scope="hierarchy"} 8 ${at}
container_memory_rss{${id('', '')}} 2e+07 ${at}
container_memory_kernel_usage{${id('', '')}} 1e+06 ${at}
container_memory_total_active_file_bytes{${id('', '')}} 1e+07 ${at}
container_memory_total_inactive_file_bytes{${id('', '')}} 3e+07 ${at}
container_memory_usage_bytes{${id('', '')}} 1.11e+08 ${at}
container_memory_usage_bytes{${id('', 'sandbox1')}} 7 ${at}
container_memory_usage_bytes{${id('api', 'c1')}} 20 ${at}
container_memory_usage_bytes{container="",id="/",image="",name="",namespace="",pod=""} 5e+09 ${at}
container_oom_events_total{${id('', '')}} 2 ${at}
container_spec_memory_limit_bytes{${id('', '')}} 1.34217728e+08
container_spec_memory_limit_bytes{${id('api', 'c1')}} 0
`;

it('the cAdvisor page tells pod, container and sandbox apart, and when the kubelet looked; the node is neither', () => {
  const all = parseCadvisor(page);
  expect(all.map(({ namespace, pod, container, wallMs }) => [namespace, pod, container, wallMs])).toEqual([
    ['shop', 'api-1', '', at],
    ['shop', 'api-1', 'api', at],
    ['shop', 'api-1', 'POD', at],
  ]);
  expect(all.map(limitOfFigures)).toEqual([128 * 2 ** 20, null, null]);
});

it('files in memory are the cache that is on neither list of file pages', () => {
  const [pod] = parseCadvisor(page);
  expect(pod && sampleOfFigures(pod, 5)).toMatchObject({
    atMs: 5,
    usage: 1.11e8,
    anon: 2e7,
    shmem: 5e7,
    kernel: 1e6,
    dirty: 0,
    oomKills: 2,
    slabUnreclaimable: null,
  });
});

it('a page that breaks off, or is of something else, has what can be read of it', () => {
  expect(parseCadvisor(page.slice(0, page.indexOf('container_spec')))).toHaveLength(3);
  expect(parseCadvisor('<html>\ncontainer_memory_rss{pod="a" 1')).toEqual([]);
});
