import { describe, expect, it } from 'vitest';
import { parseMetric } from '../../harness/heap/prometheus.ts';

const text = `# HELP heap_bytes Process heap size, heap_bytes 1
# TYPE heap_bytes gauge
heap_bytes_total 5
heap_bytes 12345678
big 1.5e+8 1700000000000
negative -2
labelled{space="old"} 7
nan NaN
infinite +Inf
nothing
`;

describe('parseMetric', () => {
  it.each([
    ['heap_bytes', 12_345_678],
    ['heap_bytes_total', 5],
    ['big', 150_000_000],
    ['negative', -2],
    ['bytes', null],
    ['heap', null],
    ['labelled', null],
    ['nan', null],
    ['infinite', null],
    ['nothing', null],
    ['absent', null],
  ])('reads %s as %j', (name, value) => {
    expect(parseMetric(text, name)).toBe(value);
  });
});
