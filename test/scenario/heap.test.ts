import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { heapPage } from '../../harness/run/heap-page.ts';
import { Failure } from '../../harness/errors.ts';
import { readScenario } from '../../harness/scenario/read.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
mkdirSync(join(folder.path, 'mine'));

function arms(heap: string) {
  const path = join(folder.path, 'mine', 'scenario.yaml');
  const lines = [
    'title: Mine',
    'story: What happens here.',
    'app: { mode: leak }',
    'memory: 128Mi',
    'scratch: { medium: memory }',
    'load: { rate: 200/s, body: 256Ki, for: 5s }',
    heap,
    'arms:',
    '  baseline: { expect: { outcome: oom-killed, cause: anonymous } }',
    '  untold: { change: { heap: none }, expect: { outcome: oom-killed, cause: anonymous } }',
  ];
  writeFileSync(path, lines.join('\n'));
  return readScenario(path, 'mine/scenario.yaml').arms;
}

function setupWith(heap: string) {
  const [arm] = arms(heap);
  if (!arm) throw new Error('no arm');
  return arm.setup;
}

describe("a scenario's heap", () => {
  it.each([
    ['', 'http://app:1/metrics'],
    ['heap: auto', 'http://app:1/metrics'],
    ['heap: node', 'http://app:1/metrics'],
    ['heap: none', null],
    ['heap: { url: /stats, metric: my_heap_bytes }', 'http://app:1/stats#my_heap_bytes'],
    ["heap: { url: 'http://other:2/m', metric: x }", 'http://other:2/m#x'],
  ])('%j is told by %s', (heap, page) => {
    expect(heapPage(setupWith(heap), 'http://app:1')).toBe(page);
  });

  it('may be changed by an arm', () => {
    expect(arms('heap: auto')[1]?.setup.heap).toBe('none');
  });

  it.each([
    ['heap: jvm', 'mine/scenario.yaml:7:7: heap: the sample app runs on Node and has no JVM heap'],
    ['heap: ruby', 'mine/scenario.yaml:7:7: heap: must be auto, none, node, jvm, or'],
    ['heap: { url: /metrics }', 'mine/scenario.yaml:7:'],
  ])('%j is refused with %j', (heap, words) => {
    expect(() => arms(heap)).toThrow(Failure);
    try {
      arms(heap);
    } catch (error) {
      expect(`${(error as Failure).message} ${(error as Failure).hint}`).toContain(words);
    }
  });
});
