import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnosePasted } from '../../../harness/diagnose/pasted/diagnose-pasted.ts';

const read = (name: string) => readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8');
const report = read('talos-6.12-java');
const page = read('described-pod-oomkilled');

/** Ten megabytes of it. */
function muchOf(text: string): string {
  return text.repeat(Math.ceil(1e7 / text.length)).slice(0, 1e7);
}

/** The same bytes at each run. */
function noise(length: number): string {
  let seed = 1;
  return Array.from({ length }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return String.fromCharCode((seed >> 8) & 255);
  }).join('');
}

describe('a hostile paste', () => {
  it.each([
    ['nothing', ''],
    ['zeros', muchOf('\0')],
    ['empty lines', muchOf('\n')],
    ['one endless line', muchOf('a')],
    ['one endless line of brackets', muchOf('[')],
    ['escape sequences', muchOf('\u001b[31mOOM\u001b]0;x\u0007')],
    ['binary', muchOf(noise(100_000))],
    ['lone surrogates', muchOf('\ud800\n')],
    ['thousands of reports', muchOf(report)],
    [
      'a hundred thousand last lines',
      muchOf('Killed process 1 (a) total-vm:1kB, anon-rss:1kB, file-rss:1kB\n'),
    ],
    ['broken lines', muchOf('oom-kill:constraint=\n')],
    ['a line that names many kills', muchOf(`${'Killed process 1 ('.repeat(100)}\n`)],
    ['a list of tasks without an end', `[ pid ]   uid  tgid name\n${muchOf('[ 1]  0\n')}`],
    ['deep JSON', `{"containers":${muchOf('{"a":')}`],
    ['broken JSON', muchOf('{"containers"\n')],
    ['deep YAML', `apiVersion: v1\ncontainers:\n${muchOf('- - ')}`],
    ['long YAML', `apiVersion: v1\ncontainers:\n${muchOf('- a: {b: [1, 2], c: "x"}\n')}`],
    ['YAML over and over', muchOf('apiVersion: v1\nkind: Pod\ncontainers:\n')],
    ['described pods', muchOf(page)],
    ['figures', muchOf('anon 1\nfile 1\n')],
    ['metrics', muchOf(read('cadvisor-page'))],
    ['labels without an end', muchOf('container_memory_rss{a="b",')],
  ])('is read to its end, and is inert: %s', (_, text) => {
    const found = JSON.stringify(diagnosePasted(text));
    expect(found).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    expect(found.length).toBeLessThan(500_000);
  });

  it('that is cut anywhere is read as far as it goes', () => {
    const text = `${report}\n${page}\n${read('gke-gvisor-pod-yaml')}\n${read('kata-pod-json')}`;
    for (let end = 0; end < text.length; end += 1999) {
      const found = diagnosePasted(text.slice(end));
      expect(found.via).toBe('what was pasted');
      expect(diagnosePasted(text.slice(0, end)).via).toBe('what was pasted');
    }
  });

  it('does nothing to a terminal by the names in it', () => {
    const named = report.replaceAll('java', '\u001b[2Jja\u009bva\u202e');
    const { kills } = diagnosePasted(named);
    expect(kills[0]?.victim?.name).toBe('java');
  });

  it('has each of its last kills judged, and says how many there were', () => {
    const kills = Array.from({ length: 2500 }, (_, pid) => report.replaceAll('90111', String(pid + 100_000)));
    const found = diagnosePasted(kills.join(''));
    expect(found.kills).toHaveLength(200);
    expect(found.killsUnknown).toMatch(/^of \d+ kills in the paste the last 200 are judged$/);
    expect(new Set(found.kills.map(({ cause }) => cause))).toEqual(new Set(['anonymous']));
  });
});
