import { expect, it } from 'vitest';
import { cadvisorSeries, sampleOfScrape } from '../../../harness/diagnose/kubernetes/cadvisor.ts';

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

const seriesOf = (text: string) => cadvisorSeries(text.split('\n'));

it('the cAdvisor page tells pod and container apart, and when the kubelet looked; sandbox and node are neither', () => {
  const all = seriesOf(page);
  expect(all.map(({ namespace, pod, container }) => [namespace, pod, container])).toEqual([
    ['shop', 'api-1', ''],
    ['shop', 'api-1', 'api'],
  ]);
  expect(all.map(({ scrapes }) => scrapes.map(({ atMs }) => atMs))).toEqual([[at], [at]]);
  expect(all.map(({ scrapes }) => scrapes[0]?.limitBytes)).toEqual([128 * 2 ** 20, null]);
});

it('files in memory are the cache that is on neither list of file pages', () => {
  const [pod] = seriesOf(page);
  expect(pod?.scrapes.map(sampleOfScrape)).toEqual([
    expect.objectContaining({
      atMs: at,
      usage: 1.11e8,
      anon: 2e7,
      shmem: 5e7,
      kernel: 1e6,
      dirty: 0,
      oomKills: 2,
      slabUnreclaimable: null,
    }),
  ]);
});

it('without both lists nobody can tell files in memory from cache', () => {
  const [pod] = seriesOf(page.replaceAll('total_active_file', 'other'));
  expect(pod?.scrapes.map(sampleOfScrape)).toEqual([null]);
});

it('a page once more is of a later time', () => {
  const later = page.replaceAll(String(at), String(at + 15_000)).replace('1.11e+08', '1.2e+08');
  const [pod] = seriesOf(page + later);
  expect(pod?.scrapes.map(({ atMs, usageBytes }) => [atMs, usageBytes])).toEqual([
    [at, 1.11e8],
    [at + 15_000, 1.2e8],
  ]);
});

it('a page that breaks off, or is of something else, has what can be read of it', () => {
  expect(seriesOf(page.slice(0, page.indexOf('container_spec')))).toHaveLength(2);
  expect(seriesOf('<html>\ncontainer_memory_rss{pod="a" 1')).toEqual([]);
});
